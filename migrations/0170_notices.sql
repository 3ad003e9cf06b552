-- What asks for attention and is not about one customer. One row per episode (kind, source).
create table today_notices (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  kind text not null,
  source text not null,
  -- Memberships; null for the owners of the business, whoever they are on the day.
  for_members uuid[],
  -- Values for the sentence `<module>:notices.<kind>`.
  params jsonb not null default '{}',
  due_on date,
  -- A path inside the application.
  link text,
  raised_at timestamptz not null,
  settled_at timestamptz,
  -- 'done' when a person settled it, else what the raising module says.
  settled_by text,
  settled_by_name text,
  primary key (workspace_id, id),
  unique (workspace_id, kind, source)
);
create index today_notices_open on today_notices (workspace_id, due_on, id) where settled_at is null;
select regulars_wall('today_notices', 'full');
