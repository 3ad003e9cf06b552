-- One row per act that changed a customer. `fields`: name → {old, new}.
create table customer_changes (
  workspace_id uuid not null,
  customer_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  kind text not null check (kind in ('created', 'changed', 'stage', 'binned', 'restored')),
  fields jsonb not null default '{}',
  by_kind text not null,
  by_name text not null,
  change_set_id uuid,
  primary key (workspace_id, customer_id, id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index customer_changes_by_time on customer_changes (workspace_id, customer_id, at desc, id desc);
select regulars_wall('customer_changes', 'append');

-- What a customer allowed or forbade, with its proof. The newest row of a channel and purpose counts.
create table customer_consents (
  workspace_id uuid not null,
  customer_id uuid not null,
  id uuid not null,
  channel text not null,
  purpose text not null,
  granted boolean not null,
  proof text,
  at timestamptz not null,
  by_name text not null,
  change_set_id uuid,
  primary key (workspace_id, customer_id, id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index customer_consents_now on customer_consents (workspace_id, customer_id, channel, purpose, at desc, id desc);
select regulars_wall('customer_consents', 'append');

-- Notes and files do not go with their customer by themselves: undoing an import must leave somebody's work alone.
create table customer_notes (
  workspace_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  body text not null,
  -- Members named in the text.
  mentions uuid[] not null default '{}',
  by_kind text not null,
  by_id uuid,
  by_name text not null,
  at timestamptz not null,
  edited_at timestamptz,
  change_set_id uuid,
  version int not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers
);
create index customer_notes_by_time on customer_notes (workspace_id, customer_id, at desc, id desc);
create index customer_notes_change_set on customer_notes (workspace_id, change_set_id) where change_set_id is not null;
select regulars_wall('customer_notes', 'full');

create table customer_files (
  workspace_id uuid not null,
  file_id uuid not null,
  customer_id uuid not null,
  by_id uuid,
  by_name text not null,
  at timestamptz not null,
  primary key (workspace_id, file_id),
  foreign key (workspace_id, customer_id) references customers,
  foreign key (workspace_id, file_id) references files
);
create index customer_files_by_time on customer_files (workspace_id, customer_id, at desc, file_id desc);
select regulars_wall('customer_files', 'full');

-- Questions put to a customer and left open: nobody is asked the same thing again and again.
create table customer_questions (
  workspace_id uuid not null,
  customer_id uuid not null,
  kind text not null,
  asked_on date not null,
  answer text not null check (answer in ('given', 'later', 'declined')),
  primary key (workspace_id, customer_id, kind),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
select regulars_wall('customer_questions', 'full');
