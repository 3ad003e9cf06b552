create table imports (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null,
  file_id uuid not null,
  file_name text not null,
  state text not null check (state in ('preview', 'queued', 'running', 'done', 'failed', 'undone')),
  -- What the person decided: encoding, separator, sheet, header, order of dates, meaning of columns.
  choice jsonb not null default '{}',
  -- What was understood of the file with that choice; columns, samples, questions.
  understanding jsonb not null,
  -- Counts of a run in which nothing was written, with the state of that run.
  rehearsal jsonb,
  change_set_id uuid,
  -- Everything up to this line of the file has had its effect, in the same transaction as this number.
  last_line bigint not null default 0,
  rows int not null default 0,
  created int not null default 0,
  updated int not null default 0,
  skipped int not null default 0,
  failed int not null default 0,
  bytes_read bigint not null default 0,
  total_bytes bigint not null,
  rows_per_second real,
  -- {code, params} of why the file as a whole could not be imported.
  failure jsonb,
  created_by uuid,
  created_by_name text not null,
  created_at timestamptz not null,
  started_at timestamptz,
  progressed_at timestamptz,
  finished_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, change_set_id) references change_sets
);
create index imports_by_age on imports (workspace_id, created_at desc, id desc);
create index imports_change_set on imports (workspace_id, change_set_id) where change_set_id is not null;
select regulars_wall('imports', 'full');

-- Rows that were left out, as they stood in the file, so that they can be mended and imported again.
create table import_errors (
  workspace_id uuid not null,
  import_id uuid not null,
  line bigint not null,
  cells text[] not null,
  -- [{code, params, meaning}]
  problems jsonb not null,
  primary key (workspace_id, import_id, line),
  foreign key (workspace_id, import_id) references imports on delete cascade
);
select regulars_wall('import_errors', 'full');
