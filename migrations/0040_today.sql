-- Why a customer asks for attention. One row per episode (customer, kind, source): raising it again updates it.
create table today_reasons (
  workspace_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  kind text not null,
  -- The episode: the alert's or promise's id, the birthday's day.
  source text not null,
  -- Base currency, minor units: what may be lost if nobody acts.
  stake_minor bigint not null default 0,
  due_on date,
  -- Values for the sentence `<module>:reasons.<kind>`.
  params jsonb not null default '{}',
  raised_on date not null,
  show_from date not null,
  settled_at timestamptz,
  -- 'done' or 'wrong' when a person answered it, else what the raising module says.
  settled_by text,
  -- The answer that settled or postponed it last.
  outcome_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create unique index today_reasons_episode on today_reasons (workspace_id, customer_id, kind, source);
-- The desk reads from both ends of its order: what is due, and what is most at stake.
create index today_reasons_due on today_reasons (workspace_id, due_on) where settled_at is null and due_on is not null;
create index today_reasons_stake on today_reasons (workspace_id, stake_minor desc, due_on, id) where settled_at is null;
create index today_reasons_kind on today_reasons (workspace_id, kind, customer_id) where settled_at is null;
select regulars_wall('today_reasons', 'full');

-- What people answered, for good. Taking an answer back is a row too.
create table today_outcomes (
  workspace_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  outcome text not null check (outcome in ('done', 'later', 'wrong', 'undone')),
  -- How the customer was cared for.
  way text check (way in ('called', 'messaged', 'visited', 'bought')),
  note text,
  -- 'later': the day the card comes back.
  until date,
  -- The reasons answered, as they stood: id, kind, source, stake, due, params, show_from.
  reasons jsonb not null,
  -- 'undone': the answer taken back.
  undoes uuid,
  -- The shop's day.
  day date not null,
  at timestamptz not null,
  by_id uuid,
  by_name text not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index today_outcomes_of_customer on today_outcomes (workspace_id, customer_id, id);
create index today_outcomes_of_day on today_outcomes (workspace_id, day, id);
create unique index today_outcomes_undone on today_outcomes (workspace_id, undoes) where undoes is not null;
select regulars_wall('today_outcomes', 'append');

create table today_settings (
  workspace_id uuid not null references workspaces,
  capacity int not null,
  birthday_days int not null,
  version int not null default 1,
  primary key (workspace_id)
);
select regulars_wall('today_settings', 'full');
