-- The demo shop brings courses along; they go with its undo.
alter table courses add column change_set_id uuid;
create index courses_of_change_set on courses (workspace_id, change_set_id) where change_set_id is not null;
