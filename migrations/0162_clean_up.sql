-- The day on which anything on the card was last given or confirmed, and the day somebody last went over it as a whole.
alter table customers add column facts_on date not null default '0001-01-01';
alter table customers add column checked_on date not null default '0001-01-01';
update customers c set facts_on = greatest(
  c.created_at::date, (select max(one.value::date) from jsonb_each_text(c.confirmed_on) one));

create index customers_by_facts on customers (workspace_id, facts_on, id) where binned_at is null;
create index customers_unreachable on customers (workspace_id, checked_on, id)
  where binned_at is null and phone is null and email is null;
create index customers_bad_phone on customers (workspace_id, checked_on, id)
  where binned_at is null and phone not like '+%';
