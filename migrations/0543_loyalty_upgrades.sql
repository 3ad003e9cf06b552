-- A gift may be a tier for some days: it counts from the day it is paid for.
alter table loyalty_gifts
  -- The key of the tier; null: a thing to be picked up.
  add column upgrade_tier text,
  add column upgrade_days int check (upgrade_days between 1 and 3650),
  add check ((upgrade_tier is null) = (upgrade_days is null));

-- Tiers that points paid for. Facts of a customer, as orders are: tiers are told from both.
create table loyalty_tier_grants (
  workspace_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  claim_id uuid not null,
  tier text not null,
  from_day date not null,
  -- The last day of it.
  until_day date not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers on delete cascade,
  check (from_day <= until_day)
);
create index loyalty_tier_grants_of_customer on loyalty_tier_grants (workspace_id, customer_id, until_day);
select regulars_wall('loyalty_tier_grants', 'append');
