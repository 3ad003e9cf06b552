-- Tasks that came with a change set (the demo shop) and go when it is undone.
alter table tasks add column change_set_id uuid;
create index tasks_change_set on tasks (workspace_id, change_set_id) where change_set_id is not null;
