-- How a workspace divides its customers. A scheme without a row has the defaults of rules/schemes.ts.
create table class_settings (
  workspace_id uuid not null references workspaces,
  scheme text not null,
  -- Months looked back from the shop's newest purchase; 0 = everything.
  period_months int not null,
  cut_by text not null check (cut_by in ('mean', 'median', 'percentile', 'fixed', 'rank')),
  -- For cut_by = 'percentile': so many in a hundred lie below the cuts.
  percent int check (percent between 1 and 99),
  -- For cut_by = 'fixed': purchase days, and money per purchase day.
  fixed_frequency double precision,
  fixed_average_minor bigint,
  -- Class → the workspace's own {strategy, playbook}; a class without has the standard ones.
  playbooks jsonb not null default '{}',
  version int not null default 1,
  primary key (workspace_id, scheme)
);
select regulars_wall('class_settings', 'full');

-- One row each time the whole shop was divided. Between runs single customers are classed with these cuts.
create table class_runs (
  workspace_id uuid not null,
  id uuid not null,
  scheme text not null,
  at timestamptz not null,
  -- Newest purchase day of the shop: the period is counted back from it, and recency measured.
  as_of date not null,
  -- Purchase days after this one count; null = all.
  after_day date,
  -- Null when the shop is too small to be divided.
  cuts jsonb,
  -- The version of the settings that made the cuts, and the sums behind them.
  settings_version int not null,
  buyers int not null,
  purchase_days bigint not null,
  amount_minor bigint not null,
  moved int not null,
  primary key (workspace_id, id)
);
create index class_runs_latest on class_runs (workspace_id, scheme, at desc, id desc);
select regulars_wall('class_runs', 'append');

-- The class of each customer with the figures that made it. No foreign key to customers: checking a million of them
-- costs more than dividing the shop, every list joins customers, and each run drops the rows of customers who are gone.
create table class_members (
  workspace_id uuid not null,
  -- Keys of the code, compared millions of times: by bytes.
  scheme text collate "C" not null,
  customer_id uuid not null,
  key text collate "C" not null,
  -- The shop's day since which the customer is in this class.
  since date not null,
  purchase_days int not null,
  amount_minor bigint not null,
  last_on date not null,
  -- RFM only, 1 (worst) to 5.
  r smallint,
  f smallint,
  m smallint,
  primary key (workspace_id, scheme, customer_id)
);
create index class_members_ranked on class_members (workspace_id, scheme, key, amount_minor desc, customer_id);
select regulars_wall('class_members', 'full');

-- From one class to another, in (from_key null) or out of all (to_key null). The first run makes none.
create table class_moves (
  workspace_id uuid not null,
  id uuid not null,
  scheme text not null,
  customer_id uuid not null,
  from_key text,
  to_key text,
  day date not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index class_moves_by_day on class_moves (workspace_id, scheme, day);
create index class_moves_of_customer on class_moves (workspace_id, customer_id, day desc);
select regulars_wall('class_moves', 'append');
