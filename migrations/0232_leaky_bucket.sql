-- What each customer did in each month in which anything happened, by the rule that `leaky-bucket/customer-months.ts`
-- states. Kept beside the rhythms, for the same customers at the same moments.
create table retention_customer_months (
  workspace_id uuid not null,
  customer_id uuid not null,
  month date not null,
  -- As what they bought: for the first time ever, as before, or after they had counted as lost. Null: only lost.
  standing text check (standing in ('new', 'kept', 'back')),
  amount_minor bigint not null,
  -- The day their silence reached the limit; it may lie ahead. What they had brought in the year up to their last purchase.
  lost_on date,
  lost_minor bigint not null,
  first_month date not null,
  -- On the row of the first month: the day they were lost for the first time, for the curve of survival.
  first_on date,
  first_lost_on date,
  primary key (workspace_id, customer_id, month),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index retention_customer_months_by_month on retention_customer_months (workspace_id, month, customer_id)
  include (standing, amount_minor, lost_on, lost_minor, first_month);
create index retention_customer_months_first on retention_customer_months (workspace_id, first_on)
  include (first_lost_on) where first_on is not null;
select regulars_wall('retention_customer_months', 'full');

-- The bucket of the whole shop month by month. A stale month is computed again at night, and while it is read.
create table retention_months (
  workspace_id uuid not null references workspaces,
  month date not null,
  stale boolean not null,
  new int not null default 0,
  new_minor bigint not null default 0,
  kept int not null default 0,
  kept_minor bigint not null default 0,
  back int not null default 0,
  back_minor bigint not null default 0,
  lost int not null default 0,
  lost_minor bigint not null default 0,
  primary key (workspace_id, month)
);
select regulars_wall('retention_months', 'full');

-- Who of those that came in a month bought in a later one, by where they came from.
create table retention_cohort_cells (
  workspace_id uuid not null references workspaces,
  month date not null,
  first_month date not null,
  -- Empty: not known.
  source text not null,
  branch text not null,
  customers int not null,
  amount_minor bigint not null,
  primary key (workspace_id, month, first_month, source, branch)
);
select regulars_wall('retention_cohort_cells', 'full');

-- What winning and keeping customers cost, as people book it. Nothing is changed: a correction is a row that takes one back.
create table retention_costs (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  purpose text not null check (purpose in ('winning', 'keeping')),
  kind text not null check (kind in ('advert', 'commission', 'discount', 'gift', 'coupon', 'visit', 'call', 'event', 'other')),
  day date not null,
  currency char(3) not null,
  -- Negative on the row that takes another back.
  amount_minor bigint not null,
  -- At the rate of the day.
  base_minor bigint not null,
  -- Of work: so many hours at so much an hour, in `currency`.
  hours numeric(8, 2),
  hour_minor bigint,
  customer_id uuid,
  note text,
  takes_back uuid,
  by_name text not null,
  at timestamptz not null,
  change_set_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers
);
create unique index retention_costs_taken_back on retention_costs (workspace_id, takes_back) where takes_back is not null;
create index retention_costs_by_day on retention_costs (workspace_id, day desc, id desc);
create index retention_costs_of_customer on retention_costs (workspace_id, customer_id) where customer_id is not null;
create index retention_costs_change_set on retention_costs (workspace_id, change_set_id) where change_set_id is not null;
select regulars_wall('retention_costs', 'full');

create table retention_economics (
  workspace_id uuid not null references workspaces,
  -- Of a hundred of sales, what is left after the goods; null: not said, figures are turnover.
  margin_percent int check (margin_percent between 1 and 100),
  -- Of a hundred alerts, so many are quietly held back to see what acting on the others brings.
  hold_out_percent int not null check (hold_out_percent between 0 and 50),
  version int not null default 1,
  primary key (workspace_id)
);
select regulars_wall('retention_economics', 'full');
