-- What the shop says on which day, by which way; at most one rule for a kind of day.
create table care_greetings (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  kind text not null check (kind in ('birthday', 'wedding', 'founding', 'first_purchase')),
  channel_id uuid not null,
  template_id uuid not null,
  -- Goes out by itself; else when somebody taps.
  automatic boolean not null,
  -- So many days before the day itself; on a day off of the shop the last working day before.
  days_ahead int not null check (days_ahead between 0 and 30),
  -- By the shop's clock, HH:MM.
  at_time text not null,
  version int not null default 1,
  created_by_name text not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, id)
);
create unique index care_greetings_kind on care_greetings (workspace_id, kind) where removed_at is null;
select regulars_wall('care_greetings', 'full');
