-- What opens a customer's own card: a personal link, a code sent by mail, and the short session that either becomes.
-- Reached by the key alone, before any workspace is known.
create table customer_self_keys (
  key_hash bytea primary key,
  kind text not null check (kind in ('link', 'code', 'session')),
  workspace_id uuid not null references workspaces,
  customer_id uuid not null,
  by_name text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index customer_self_keys_of on customer_self_keys (workspace_id, customer_id);
create index customer_self_keys_expiry on customer_self_keys (expires_at);
grant select, insert, update, delete on customer_self_keys to regulars_app;

create table customer_self_settings (
  workspace_id uuid not null references workspaces,
  links boolean not null,
  codes boolean not null,
  changes text not null check (changes in ('propose', 'apply')),
  fields text[] not null,
  version int not null default 1,
  primary key (workspace_id)
);
select regulars_wall('customer_self_settings', 'full');

-- What a customer wants changed on the own card, until somebody has looked at it.
create table customer_proposals (
  workspace_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  facts jsonb not null,
  at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'taken', 'refused', 'replaced')),
  settled_at timestamptz,
  settled_by_name text,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index customer_proposals_of on customer_proposals (workspace_id, customer_id, at desc, id desc) where state = 'open';
select regulars_wall('customer_proposals', 'full');
