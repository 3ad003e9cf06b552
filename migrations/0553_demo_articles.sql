-- What the demo shop brought along goes with it.
alter table care_topics add column change_set_id uuid;
alter table care_articles add column change_set_id uuid;
create index care_topics_change_set on care_topics (workspace_id, change_set_id) where change_set_id is not null;
create index care_articles_change_set on care_articles (workspace_id, change_set_id) where change_set_id is not null;
