-- One undoable piece of work: an import, a bulk edit, a merge. Rows it created carry change_set_id themselves;
-- rows it changed are kept here with their values before.
create table change_sets (
  workspace_id uuid not null,
  id uuid not null,
  -- What made it: import, merge, bulk-edit …
  kind text not null,
  title text not null,
  state text not null default 'open' check (state in ('open', 'done', 'undone')),
  -- The permission that undoing takes.
  undo_needs text not null,
  created_by uuid,
  created_by_name text not null,
  created_at timestamptz not null,
  undone_at timestamptz,
  undo_result jsonb,
  primary key (workspace_id, id)
);
select regulars_wall('change_sets', 'full');

create table change_set_updates (
  workspace_id uuid not null,
  change_set_id uuid not null,
  entity text not null,
  entity_id uuid not null,
  before jsonb not null,
  -- The row's version after the change: a higher one at undo means that someone edited since.
  version_after int not null,
  primary key (workspace_id, change_set_id, entity, entity_id),
  foreign key (workspace_id, change_set_id) references change_sets on delete cascade
);
select regulars_wall('change_set_updates', 'full');
