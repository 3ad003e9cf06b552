-- When an article was last put into the drafts of the shop's WeChat account.
alter table care_articles add column drafted_at timestamptz;
