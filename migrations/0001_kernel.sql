-- The tenant wall. Every table of a workspace calls regulars_wall: row-level security binds even the owner (FORCE),
-- and the application role gets the rights named. 'append' tables can be written once and never changed.
create function regulars_wall(target regclass, rights text) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy wall on %s using (workspace_id = nullif(current_setting(''regulars.workspace_id'', true), '''')::uuid)',
    target);
  if rights = 'append' then
    execute format('grant select, insert on %s to regulars_app', target);
  elsif rights = 'full' then
    execute format('grant select, insert, update, delete on %s to regulars_app', target);
  else
    raise exception 'unknown rights %', rights;
  end if;
end $$;

grant usage on schema public to regulars_app;

create table workspaces (
  id uuid primary key,
  name text not null,
  zone text not null,
  base_currency char(3) not null,
  language text not null,
  settings jsonb not null default '{}',
  version int not null default 1,
  created_at timestamptz not null default now()
);
grant select, insert, update on workspaces to regulars_app;

create table idempotency_keys (
  workspace_id uuid not null,
  key text not null,
  operation text not null,
  body_hash bytea not null,
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (workspace_id, key)
);
select regulars_wall('idempotency_keys', 'full');

create table audit_entries (
  workspace_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id uuid,
  actor_name text not null,
  action text not null,
  entity text not null,
  entity_id uuid,
  detail jsonb not null default '{}',
  request_id text,
  primary key (workspace_id, id)
);
create index audit_entries_entity on audit_entries (workspace_id, entity, entity_id, id);
select regulars_wall('audit_entries', 'append');

-- What happened, for other modules. Facts stay; what is still to be delivered is a row in outbox_deliveries.
create table outbox_events (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  payload jsonb not null,
  at timestamptz not null,
  primary key (workspace_id, id)
);
select regulars_wall('outbox_events', 'append');

create table outbox_deliveries (
  event_id uuid not null,
  reaction text not null,
  workspace_id uuid not null,
  attempts int not null default 0,
  due_at timestamptz not null,
  failure text,
  primary key (event_id, reaction)
);
create index outbox_deliveries_due on outbox_deliveries (due_at) where attempts < 12;
grant select, insert, update, delete on outbox_deliveries to regulars_app;

create table files (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  media_type text not null,
  bytes bigint not null,
  sha256 bytea not null,
  created_by uuid,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
select regulars_wall('files', 'full');

-- One row per workspace and shop's day whose nightly jobs were queued.
create table nights (
  workspace_id uuid not null,
  day date not null,
  primary key (workspace_id, day)
);
grant select, insert on nights to regulars_app;
