-- What a colleague aims at in a month. In the unit of the figure: a count, per cent, days, whole base currency.
create table colleague_targets (
  workspace_id uuid not null references workspaces,
  month date not null,
  member_id uuid not null,
  figure text not null,
  target numeric not null check (target >= 0),
  by_name text not null,
  at timestamptz not null,
  primary key (workspace_id, month, member_id, figure)
);
select regulars_wall('colleague_targets', 'full');

-- The figures of a month that is over, as they stood then: customers change hands later. `amount` of a share: how many
-- of `whole`; of money: minor units.
create table colleague_figures (
  workspace_id uuid not null references workspaces,
  month date not null,
  member_id uuid not null,
  figure text not null,
  amount numeric not null,
  whole int,
  primary key (workspace_id, month, member_id, figure)
);
select regulars_wall('colleague_figures', 'full');

-- The rules that hold from a month on, until newer ones do.
-- [{id, figure, kind: each|percent|reached, from, amount, atMost}], amounts in minor units, as text.
create table incentive_rules (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  from_month date not null,
  rules jsonb not null,
  by_name text not null,
  at timestamptz not null,
  primary key (workspace_id, id)
);
create index incentive_rules_by_month on incentive_rules (workspace_id, from_month desc, id desc);
select regulars_wall('incentive_rules', 'append');

-- A month that was reckoned up: what is on it does not change any more.
create table incentive_sheets (
  workspace_id uuid not null references workspaces,
  month date not null,
  sheet jsonb not null,
  closed_by_name text not null,
  closed_at timestamptz not null,
  primary key (workspace_id, month)
);
select regulars_wall('incentive_sheets', 'full');

-- Who took care of the customer before they came back.
alter table retention_alerts add column cared_by uuid;
