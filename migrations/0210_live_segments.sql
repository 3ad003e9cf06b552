-- Customers that meet conditions. `condition` is a tree of {and}, {or}, {not} and {field, value}; rules/tree.ts reads it.
create table segments (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  name text not null,
  note text,
  condition jsonb not null,
  -- The day of the last look at the whole shop; what moves with time is true as of it.
  kept_on date,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  removed_at timestamptz,
  change_set_id uuid,
  version int not null default 1,
  primary key (workspace_id, id)
);
create index segments_change_set on segments (workspace_id, change_set_id) where change_set_id is not null;
select regulars_wall('segments', 'full');

-- Who is in it now. No foreign key to customers, as with class_members: a large segment is filled in one statement, every
-- list joins customers, and whoever is gone leaves with the next look.
create table segment_members (
  workspace_id uuid not null,
  segment_id uuid not null,
  customer_id uuid not null,
  -- The shop's day since which the customer is in it.
  since date not null,
  primary key (workspace_id, segment_id, customer_id),
  foreign key (workspace_id, segment_id) references segments on delete cascade
);
create index segment_members_newest on segment_members (workspace_id, segment_id, since desc, customer_id);
create index segment_members_of on segment_members (workspace_id, customer_id);
select regulars_wall('segment_members', 'full');

-- Who came in and who left. The first filling and a change of the conditions make none: nothing happened to anybody.
create table segment_moves (
  workspace_id uuid not null,
  id uuid not null,
  segment_id uuid not null,
  customer_id uuid not null,
  entered boolean not null,
  at timestamptz not null,
  day date not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, segment_id) references segments on delete cascade,
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index segment_moves_by_day on segment_moves (workspace_id, segment_id, day);
create index segment_moves_of on segment_moves (workspace_id, customer_id);
select regulars_wall('segment_moves', 'append');

-- A segment as it was on a day. `segment_snapshots.condition` is what it asked for then.
create table segment_snapshots (
  workspace_id uuid not null,
  id uuid not null,
  segment_id uuid not null,
  name text,
  condition jsonb not null,
  customers int not null,
  day date not null,
  at timestamptz not null,
  by_name text not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, segment_id) references segments on delete cascade
);
create index segment_snapshots_of on segment_snapshots (workspace_id, segment_id, at desc, id desc);
select regulars_wall('segment_snapshots', 'full');

create table segment_snapshot_members (
  workspace_id uuid not null,
  snapshot_id uuid not null,
  customer_id uuid not null,
  primary key (workspace_id, snapshot_id, customer_id),
  foreign key (workspace_id, snapshot_id) references segment_snapshots on delete cascade
);
create index segment_snapshot_members_of on segment_snapshot_members (workspace_id, customer_id);
select regulars_wall('segment_snapshot_members', 'full');
