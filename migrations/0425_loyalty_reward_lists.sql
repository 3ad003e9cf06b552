-- Who is rewarded for a year or another time, reckoned by rules, looked at, and then booked.
create table loyalty_reward_lists (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  name text not null,
  -- See RewardRules in loyalty/rewards/contract.ts.
  rules jsonb not null,
  state text not null check (state in ('open', 'booked', 'dropped')),
  at timestamptz not null,
  by_name text not null,
  decided_at timestamptz,
  decided_by_name text,
  primary key (workspace_id, id)
);
create index loyalty_reward_lists_by_time on loyalty_reward_lists (workspace_id, at desc, id desc);
select regulars_wall('loyalty_reward_lists', 'full');

create table loyalty_reward_lines (
  workspace_id uuid not null,
  list_id uuid not null,
  customer_id uuid not null,
  place int not null,
  -- What was spent, in minor units of the base currency, or the points that were earned.
  measure bigint not null,
  -- The reward: money that is handed over, or points, or a code of a coupon.
  amount_minor bigint not null default 0,
  points bigint not null default 0,
  entry_id uuid,
  voucher_id uuid,
  primary key (workspace_id, list_id, customer_id),
  foreign key (workspace_id, list_id) references loyalty_reward_lists on delete cascade,
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index loyalty_reward_lines_by_place on loyalty_reward_lines (workspace_id, list_id, place);
create index loyalty_reward_lines_of_customer on loyalty_reward_lines (workspace_id, customer_id);
select regulars_wall('loyalty_reward_lines', 'full');
