-- What people are asked to agree to, word by word: a version per purpose, language → wording.
create table customer_consent_texts (
  workspace_id uuid not null references workspaces,
  purpose text not null,
  version int not null,
  texts jsonb not null,
  at timestamptz not null,
  by_name text not null,
  primary key (workspace_id, purpose, version)
);
select regulars_wall('customer_consent_texts', 'append');

-- Which wording was shown in which language, where it was said, and a file that proves it.
alter table customer_consents add column text_version int;
alter table customer_consents add column language text;
alter table customer_consents add column source text;
alter table customer_consents add column by_kind text;
alter table customer_consents add column file_id uuid;

-- Links in mails that wait for a yes. Reached by the token alone, before any workspace is known.
create table customer_consent_links (
  token_hash bytea primary key,
  workspace_id uuid not null references workspaces,
  customer_id uuid not null,
  purpose text not null,
  text_version int,
  language text not null,
  asked_by_name text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index customer_consent_links_of on customer_consent_links (workspace_id, customer_id);
grant select, insert, update, delete on customer_consent_links to regulars_app;

-- "Do not contact" and "no profiling": while the row stands, it holds.
create table customer_restrictions (
  workspace_id uuid not null,
  customer_id uuid not null,
  kind text not null check (kind in ('contact', 'profiling')),
  reason text,
  until date,
  flag text not null default 'yes',
  at timestamptz not null,
  by_kind text not null,
  by_name text not null,
  primary key (workspace_id, customer_id, kind),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index customer_restrictions_ending on customer_restrictions (workspace_id, until) where until is not null;
select regulars_wall('customer_restrictions', 'full');

-- Who saw or took out what. Openings: one row per person, customer and day.
create table customer_disclosures (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  kind text not null check (kind in ('opened', 'revealed', 'listed', 'exported', 'packaged')),
  customer_id uuid,
  actor_kind text not null,
  actor_id uuid,
  actor_name text not null,
  field text,
  reason text,
  customers int not null default 1,
  what text,
  day date not null,
  at timestamptz not null,
  primary key (workspace_id, id)
);
create unique index customer_disclosures_opened on customer_disclosures (workspace_id, customer_id, actor_id, day)
  where kind = 'opened';
create index customer_disclosures_of on customer_disclosures (workspace_id, customer_id, at desc, id desc)
  where customer_id is not null;
create index customer_disclosures_by on customer_disclosures (workspace_id, actor_id, at desc, id desc);
create index customer_disclosures_at on customer_disclosures (workspace_id, at desc, id desc);
select regulars_wall('customer_disclosures', 'append');

-- The customers of an export.
create table customer_disclosed (
  workspace_id uuid not null,
  customer_id uuid not null,
  disclosure_id uuid not null,
  primary key (workspace_id, customer_id, disclosure_id)
);
select regulars_wall('customer_disclosed', 'append');

-- How much everybody read each day: what "usual" is told from.
create table customer_readings (
  workspace_id uuid not null references workspaces,
  actor_id uuid not null,
  kind text not null check (kind in ('opened', 'revealed', 'listed', 'exported')),
  day date not null,
  actor_name text not null,
  customers int not null,
  primary key (workspace_id, actor_id, kind, day)
);
select regulars_wall('customer_readings', 'full');

-- A person who was erased: keyed marks of phone, e-mail, number and name with birthday, from which nothing can be read.
alter table customers add column erased_at timestamptz;
create table customer_tombstones (
  workspace_id uuid not null references workspaces,
  mark text not null,
  card_id uuid not null,
  erased_at timestamptz not null,
  primary key (workspace_id, mark)
);
select regulars_wall('customer_tombstones', 'full');

create table customer_privacy_settings (
  workspace_id uuid not null references workspaces,
  law text not null check (law in ('GDPR', 'PIPL')),
  reveals_a_day int not null,
  version int not null default 1,
  primary key (workspace_id)
);
select regulars_wall('customer_privacy_settings', 'full');

create table customer_requests (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  kind text not null check (kind in ('access', 'portability', 'correction', 'erase', 'object')),
  customer_id uuid,
  asked_by text,
  note text,
  received_on date not null,
  due_on date not null,
  law text not null,
  state text not null check (state in ('received', 'checking', 'done', 'refused', 'withdrawn')),
  closed_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
create index customer_requests_open on customer_requests (workspace_id, due_on, id) where closed_at is null;
create index customer_requests_closed on customer_requests (workspace_id, closed_at desc, id desc) where closed_at is not null;
create index customer_requests_of on customer_requests (workspace_id, customer_id) where customer_id is not null;
select regulars_wall('customer_requests', 'full');

create table customer_request_steps (
  workspace_id uuid not null,
  request_id uuid not null,
  id uuid not null,
  state text not null,
  note text,
  at timestamptz not null,
  by_name text not null,
  primary key (workspace_id, request_id, id),
  foreign key (workspace_id, request_id) references customer_requests on delete cascade
);
select regulars_wall('customer_request_steps', 'append');

create table customer_retention_rules (
  workspace_id uuid not null references workspaces,
  kind text not null check (kind in ('leads', 'lost', 'binned')),
  months int not null check (months between 1 and 240),
  keep_buyers boolean not null default false,
  active_since timestamptz,
  by_name text not null,
  version int not null default 1,
  primary key (workspace_id, kind)
);
select regulars_wall('customer_retention_rules', 'full');

create table customer_retention_runs (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  kind text not null,
  months int not null,
  erased int not null,
  more boolean not null,
  day date not null,
  at timestamptz not null,
  primary key (workspace_id, id)
);
create index customer_retention_runs_at on customer_retention_runs (workspace_id, at desc, id desc);
select regulars_wall('customer_retention_runs', 'append');
