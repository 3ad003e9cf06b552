-- What a night, or the hour after an import, found out about a shop: parameters, accuracy, forecast. The newest counts.
create table retention_prediction_runs (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  made_at timestamptz not null,
  -- The day up to which purchases were known.
  until date not null,
  state text not null check (state in ('too-little', 'no-difference', 'ready')),
  -- Customers with a purchase, and those whose purchases lie in the future and are left out.
  customers int not null,
  refused int not null,
  -- The assessment (retention/predictions/rules/assess.ts).
  told jsonb not null,
  -- Null while customers are still being scored by it.
  scored_at timestamptz,
  primary key (workspace_id, id)
);
create index retention_prediction_runs_by_time on retention_prediction_runs (workspace_id, made_at desc);
select regulars_wall('retention_prediction_runs', 'full');

-- One row per customer of whom something can be told, so that lists sort by it.
create table retention_predictions (
  workspace_id uuid not null,
  customer_id uuid not null,
  -- Chance to buy within 13 weeks.
  p_buys double precision not null,
  -- Purchase days to expect within 52 weeks, and what they bring after discount and margin, base currency.
  expected_52 double precision not null,
  value_52_minor bigint not null,
  primary key (workspace_id, customer_id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index retention_predictions_by_chance on retention_predictions (workspace_id, p_buys, customer_id);
create index retention_predictions_by_value on retention_predictions (workspace_id, value_52_minor, customer_id);
select regulars_wall('retention_predictions', 'full');

-- The forecast of each month as it was made first, beside what came of the customers known by then.
create table retention_forecasts (
  workspace_id uuid not null references workspaces,
  month date not null,
  made_on date not null,
  -- Not made at the time: worked out later from what was known by then.
  afterwards boolean not null,
  orders double precision not null,
  minor bigint not null,
  came_orders int not null default 0,
  came_minor bigint not null default 0,
  primary key (workspace_id, month)
);
select regulars_wall('retention_forecasts', 'full');

create table retention_prediction_settings (
  workspace_id uuid not null references workspaces,
  -- Of each unit of sales, what is left; 100 is turnover itself.
  margin_percent numeric(5, 2) not null check (margin_percent > 0 and margin_percent <= 100),
  -- By how much money of next year is worth less than today's.
  discount_percent numeric(5, 2) not null check (discount_percent >= 0 and discount_percent <= 100),
  version int not null,
  primary key (workspace_id)
);
select regulars_wall('retention_prediction_settings', 'full');
