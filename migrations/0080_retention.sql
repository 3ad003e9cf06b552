-- What the shop as a whole tells about any customer, as it stood when the rhythms were computed. One row per workspace.
create table retention_shops (
  workspace_id uuid not null references workspaces,
  -- What peers do: ln(days) between purchases (see src/maths/rhythm-prior.ts).
  customers int not null,
  mean_log double precision not null,
  between_variance double precision not null,
  within_variance double precision not null,
  within_df double precision not null,
  -- Newest purchase day of anybody.
  last_on date not null,
  -- So many days without any purchase at all: closed, or not yet recorded.
  rest_after_days int not null,
  -- Days on which nobody could buy, oldest first: [{"from", "to"}].
  closures jsonb not null default '[]',
  -- The running computation over all customers; a newer one takes over from an older.
  refresh_id uuid,
  refreshed_at timestamptz,
  primary key (workspace_id)
);
select regulars_wall('retention_shops', 'full');

-- One row per customer who ever bought. The days on it make the nightly look an index range, not a scan.
create table retention_rhythms (
  workspace_id uuid not null,
  customer_id uuid not null,
  first_on date not null,
  last_on date not null,
  gaps int not null,
  -- ln(next gap) follows a Student t with this centre, scale and degrees of freedom.
  mean_log double precision not null,
  scale_log double precision not null,
  df double precision not null,
  usual_days double precision not null,
  spread_days double precision not null,
  due_on date not null,
  -- The day silence becomes an alert: by the rhythm from two gaps on, else by the fixed number of days.
  alert_on date not null,
  -- What a year of this rhythm is worth, base currency.
  year_minor bigint not null,
  primary key (workspace_id, customer_id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index retention_rhythms_due on retention_rhythms (workspace_id, due_on, customer_id);
create index retention_rhythms_alert on retention_rhythms (workspace_id, alert_on, customer_id);
create index retention_rhythms_first on retention_rhythms (workspace_id, first_on, customer_id);
create index retention_rhythms_year on retention_rhythms (workspace_id, year_minor desc, customer_id desc)
  where gaps >= 2;
select regulars_wall('retention_rhythms', 'full');

-- One row per silence or broken habit that was noticed, from the day it was raised to what became of it.
create table retention_alerts (
  workspace_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  kind text not null check (kind in ('late', 'amount_down', 'slowing')),
  -- The purchase day it starts from: a silence has one alert, however often it is computed.
  last_on date not null,
  raised_on date not null,
  raised_at timestamptz not null,
  stake_minor bigint not null,
  -- The numbers it was raised on.
  facts jsonb not null,
  -- Somebody took care of the customer.
  cared_on date,
  cared_way text,
  settled_on date,
  outcome text check (outcome in ('bought', 'recovered', 'lost', 'dismissed', 'withdrawn')),
  -- 'bought': days of silence until then, and what was spent on that day.
  returned_after_days int,
  returned_minor bigint,
  check ((settled_on is null) = (outcome is null)),
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create unique index retention_alerts_episode on retention_alerts (workspace_id, customer_id, kind, last_on);
create index retention_alerts_open on retention_alerts (workspace_id, stake_minor desc, id desc)
  where settled_on is null;
create index retention_alerts_settled on retention_alerts (workspace_id, settled_on desc, id desc)
  where settled_on is not null;
select regulars_wall('retention_alerts', 'full');

create table retention_settings (
  workspace_id uuid not null references workspaces,
  fixed_days int not null,
  lost_days int not null,
  quiet_days int not null,
  usual_days int not null,
  ignored_tags text[] not null,
  version int not null default 1,
  primary key (workspace_id)
);
select regulars_wall('retention_settings', 'full');
