-- A journey: what it begins with and what then happens step by step. `plan` is what is being written; see
-- journeys/plan-contract.ts.
create table care_journeys (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  name text not null,
  plan jsonb not null,
  state text not null check (state in ('draft', 'running', 'paused', 'ended')),
  -- The version that newcomers go through; null: never published.
  live int,
  -- What happened before is no reason to enter: since it was published or resumed.
  listens_since timestamptz,
  -- Who published it: customers within their reach are meant.
  published_by uuid,
  -- Which of its incoming addresses counts; one more and the old one is nothing.
  hook_no int not null default 0 check (hook_no between 0 and 255),
  version int not null default 1,
  created_by_name text not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  change_set_id uuid,
  primary key (workspace_id, id)
);
create index care_journeys_newest on care_journeys (workspace_id, created_at desc, id desc) where removed_at is null;
create index care_journeys_running on care_journeys (workspace_id, id) where state = 'running';
create index care_journeys_change_set on care_journeys (workspace_id, change_set_id) where change_set_id is not null;
select regulars_wall('care_journeys', 'full');

-- Whoever is on the way finishes on the version they began with.
create table care_journey_versions (
  workspace_id uuid not null,
  journey_id uuid not null,
  version int not null,
  plan jsonb not null,
  at timestamptz not null,
  by_name text not null,
  primary key (workspace_id, journey_id, version),
  foreign key (workspace_id, journey_id) references care_journeys on delete cascade
);
select regulars_wall('care_journey_versions', 'append');

-- One row per time that somebody entered.
create table care_journey_entries (
  workspace_id uuid not null,
  id uuid not null,
  journey_id uuid not null,
  version int not null,
  customer_id uuid not null,
  -- What let them in: the same order, birthday or call lets in once.
  cause text not null,
  entered_at timestamptz not null,
  -- The shop's day of it; purchases count from here on.
  entered_on date not null,
  -- held: left in peace, to compare with. left: an exit, a goal reached, the card gone, the journey ended.
  state text not null check (state in ('waiting', 'done', 'left', 'held')),
  -- Where they stand, and since when; `waits`: they have arrived there and wait.
  step uuid,
  step_since timestamptz,
  waits boolean not null default false,
  due_at timestamptz,
  -- What may let them go on before that: order, visit, opened, clicked, event:<name>; and when it happened.
  awaits text,
  heard_at timestamptz,
  goal_at timestamptz,
  ended_at timestamptz,
  ended_why text,
  -- What messages may say: {coupon, date …}.
  fields jsonb,
  primary key (workspace_id, id),
  foreign key (workspace_id, journey_id) references care_journeys on delete cascade,
  foreign key (workspace_id, customer_id) references customers on delete cascade,
  check ((state = 'waiting') = (due_at is not null))
);
create unique index care_journey_entries_cause on care_journey_entries (workspace_id, journey_id, customer_id, cause);
create unique index care_journey_entries_open on care_journey_entries (workspace_id, journey_id, customer_id) where state = 'waiting';
create index care_journey_entries_due on care_journey_entries (workspace_id, journey_id, due_at, id) where state = 'waiting';
create index care_journey_entries_of_customer on care_journey_entries (workspace_id, customer_id, entered_at desc, id);
create index care_journey_entries_at_step on care_journey_entries (workspace_id, journey_id, step) where state = 'waiting';
create index care_journey_entries_by_time on care_journey_entries (workspace_id, journey_id, id);
select regulars_wall('care_journey_entries', 'full');

-- What became of whom at which step. A step is done once for an entry, or never.
create table care_journey_steps (
  workspace_id uuid not null,
  entry_id uuid not null,
  step uuid not null,
  journey_id uuid not null,
  outcome text not null,
  detail text,
  at timestamptz not null,
  day date not null,
  primary key (workspace_id, entry_id, step),
  foreign key (workspace_id, entry_id) references care_journey_entries on delete cascade
);
create index care_journey_steps_of_journey on care_journey_steps (workspace_id, journey_id, step, outcome);
select regulars_wall('care_journey_steps', 'append');

-- Calls to other programs: claimed before the wire, like messages.
create table care_journey_calls (
  workspace_id uuid not null,
  id uuid not null,
  entry_id uuid not null,
  step uuid not null,
  url text not null,
  body jsonb not null,
  state text not null check (state in ('planned', 'sending', 'sent', 'failed', 'unknown')),
  answer text,
  attempts int not null default 0,
  due_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, entry_id) references care_journey_entries on delete cascade
);
create unique index care_journey_calls_once on care_journey_calls (workspace_id, entry_id, step);
create index care_journey_calls_due on care_journey_calls (workspace_id, due_at, id) where state = 'planned';
select regulars_wall('care_journey_calls', 'full');

-- When the next of all who wait is due: one job in the queue, however many wait.
create table care_journey_clock (
  workspace_id uuid not null references workspaces,
  wakes_at timestamptz,
  primary key (workspace_id)
);
select regulars_wall('care_journey_clock', 'full');
