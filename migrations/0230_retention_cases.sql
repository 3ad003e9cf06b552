-- A customer whom two colleagues look after together, one of sales and one of service: after an alert, or to win back
-- somebody who is lost. Free text stands here alone, so that erasing a person empties one row.
create table retention_cases (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  customer_id uuid not null,
  kind text not null check (kind in ('keep', 'win_back')),
  -- The alert it came from; null where somebody opened it without one.
  alert_id uuid,
  sales_id uuid,
  service_id uuid,
  -- What stands on it if nobody acts, and for winning back what may be spent; base currency.
  stake_minor bigint not null,
  budget_minor bigint,
  causes text[] not null default '{}',
  cause_note text,
  solution text,
  offer text,
  offer_minor bigint,
  agreed_on date,
  due_on date not null,
  opened_on date not null,
  opened_at timestamptz not null,
  opened_by_name text not null,
  closed_on date,
  closed_at timestamptz,
  closed_by_name text,
  outcome text check (outcome in ('came_back', 'promised', 'lost', 'false_alarm')),
  reason text,
  outcome_note text,
  promised_on date,
  -- 'came_back': the first purchase since it was opened, and what all of it cost.
  returned_on date,
  returned_minor bigint,
  spent_minor bigint,
  -- The class of the customer when the case was closed: false alarms of a class teach its rule.
  class text collate "C",
  change_set_id uuid,
  version int not null default 1,
  check ((closed_on is null) = (outcome is null)),
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create unique index retention_cases_open on retention_cases (workspace_id, customer_id) where closed_on is null;
create index retention_cases_due on retention_cases (workspace_id, due_on, id) where closed_on is null;
create index retention_cases_closed on retention_cases (workspace_id, closed_on desc, id desc)
  where closed_on is not null;
create index retention_cases_of_customer on retention_cases (workspace_id, customer_id, opened_at desc, id desc);
create index retention_cases_change_set on retention_cases (workspace_id, change_set_id)
  where change_set_id is not null;
select regulars_wall('retention_cases', 'full');

-- Who did what about it, for good; ids, days and keys only.
create table retention_case_events (
  workspace_id uuid not null,
  case_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('opened', 'assigned', 'cause', 'agreed', 'moved', 'step', 'closed', 'reopened')),
  detail jsonb not null default '{}',
  by_name text not null,
  at timestamptz not null,
  primary key (workspace_id, case_id, id),
  foreign key (workspace_id, case_id) references retention_cases on delete cascade
);
select regulars_wall('retention_case_events', 'append');

-- Tasks that were given as steps of a case.
create table retention_case_steps (
  workspace_id uuid not null,
  case_id uuid not null,
  task_id uuid not null,
  primary key (workspace_id, case_id, task_id),
  foreign key (workspace_id, case_id) references retention_cases on delete cascade
);
select regulars_wall('retention_case_steps', 'append');

-- What a false alarm taught about one customer, until somebody forgets it.
create table retention_lessons (
  workspace_id uuid not null,
  customer_id uuid not null,
  reason text not null check (reason in ('yearly', 'rarely', 'on_leave', 'not_watched', 'promised')),
  -- Silence becomes an alert after so many days, whatever the rhythm says.
  alert_days int check (alert_days between 1 and 3650),
  -- No alert up to and including this day.
  silent_until date,
  -- No alert at all.
  never boolean not null default false,
  by_name text not null,
  at timestamptz not null,
  primary key (workspace_id, customer_id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
select regulars_wall('retention_lessons', 'full');

-- What false alarms taught about a class, after somebody of the shop agreed: no alert before so many days of silence.
create table retention_class_rules (
  workspace_id uuid not null references workspaces,
  class text collate "C" not null,
  silent_days int not null check (silent_days between 1 and 1000),
  by_name text not null,
  at timestamptz not null,
  primary key (workspace_id, class)
);
select regulars_wall('retention_class_rules', 'full');

-- The alert day may be one that people taught.
alter table retention_rhythms add column taught text;

alter table retention_alerts drop constraint retention_alerts_outcome_check;
alter table retention_alerts add constraint retention_alerts_outcome_check
  check (outcome in ('bought', 'recovered', 'lost', 'dismissed', 'withdrawn', 'promised', 'given_up'));
