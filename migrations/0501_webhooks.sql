-- Programs outside that are told what happens: see transfer/webhooks.
create table webhooks (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  url text not null,
  -- Names of events.
  events text[] not null,
  -- Signs what is sent; sealed with the installation's key.
  secret_sealed text not null,
  -- In a row, and since when; both start anew with a success.
  failures int not null default 0,
  failing_since timestamptz,
  -- What it answered last, or why it could not be reached.
  failure text,
  -- Not before this by the machine's clock; null: at once.
  next_at timestamptz,
  -- It failed for so long that it is told nothing until somebody resumes it.
  paused_at timestamptz,
  created_at timestamptz not null,
  member_id uuid,
  created_by_name text not null,
  version int not null default 1,
  primary key (workspace_id, id)
);
select regulars_wall('webhooks', 'full');

create table webhook_deliveries (
  workspace_id uuid not null,
  id uuid not null,
  webhook_id uuid not null,
  event text not null,
  -- Byte by byte what is signed and sent.
  body text not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered')),
  attempts int not null default 0,
  -- Somebody is sending it until then; a process that dies on the way frees it by this.
  leased_until timestamptz,
  answer text,
  at timestamptz not null,
  delivered_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, webhook_id) references webhooks on delete cascade
);
create index webhook_deliveries_of_webhook on webhook_deliveries (workspace_id, webhook_id, at desc, id desc);
create index webhook_deliveries_waiting on webhook_deliveries (workspace_id, webhook_id, at, id) where state = 'waiting';
create index webhook_deliveries_by_age on webhook_deliveries (workspace_id, at);
select regulars_wall('webhook_deliveries', 'full');
