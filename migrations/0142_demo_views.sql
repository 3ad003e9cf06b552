-- Views that came with an import, the demo shop's, leave with it.
alter table customer_views add column change_set_id uuid;
create index customer_views_change_set on customer_views (workspace_id, change_set_id) where change_set_id is not null;
