-- One change to many customers: which, what, how far it is. What they held before stands in its change set.
create table customer_bulk_changes (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  change_set_id uuid,
  -- {ids} or {filter}: as resolved when it was asked for.
  target jsonb not null,
  change jsonb not null,
  state text not null check (state in ('queued', 'running', 'done', 'failed')),
  failure jsonb,
  -- As counted at the beginning.
  matched int not null,
  already int not null,
  not_yours int not null,
  unfit int not null,
  to_change int not null,
  changed int not null default 0,
  created_by uuid,
  created_by_name text not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (workspace_id, id)
);
select regulars_wall('customer_bulk_changes', 'full');
