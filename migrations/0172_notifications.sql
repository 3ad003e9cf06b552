-- What a member is told. `source` names the occasion: a member is told of it once.
create table notifications (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  member_id uuid not null,
  kind text not null,
  source text not null,
  -- Values for the sentence `<module>:notifications.<kind>`.
  params jsonb not null default '{}',
  link text,
  -- Whom it is about, where it is about a customer.
  customer_id uuid,
  at timestamptz not null,
  read_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, member_id, source)
);
create index notifications_of_member on notifications (workspace_id, member_id, id desc);
create index notifications_unread on notifications (workspace_id, member_id, id desc) where read_at is null;
create index notifications_about on notifications (workspace_id, customer_id) where customer_id is not null;
select regulars_wall('notifications', 'full');

-- The ways it goes out. A row is claimed ('sending') before anything is sent, so that nothing is sent twice.
create table notification_deliveries (
  workspace_id uuid not null,
  notification_id uuid not null,
  -- 'mail', or the push device's id.
  way text not null,
  state text not null check (state in ('waiting', 'sending', 'sent', 'failed', 'unknown')),
  attempts int not null default 0,
  at timestamptz not null,
  failure text,
  primary key (workspace_id, notification_id, way),
  foreign key (workspace_id, notification_id) references notifications on delete cascade
);
create index notification_deliveries_claimed on notification_deliveries (workspace_id, at) where state = 'sending';
select regulars_wall('notification_deliveries', 'full');

-- Kinds that a member wants otherwise than usual: {kind: {mail, push}}.
create table notification_preferences (
  workspace_id uuid not null references workspaces,
  member_id uuid not null,
  kinds jsonb not null default '{}',
  -- Mail and push wait for the shop's working hours.
  working_hours_only boolean not null default true,
  version int not null default 1,
  primary key (workspace_id, member_id)
);
select regulars_wall('notification_preferences', 'full');

create table push_devices (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  member_id uuid not null,
  endpoint text not null,
  -- The browser's public key and shared secret (RFC 8291), base64url.
  public_key text not null,
  auth text not null,
  name text not null,
  created_at timestamptz not null,
  last_sent_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, endpoint)
);
create index push_devices_of_member on push_devices (workspace_id, member_id);
select regulars_wall('push_devices', 'full');

-- The key pair with which this installation signs what it pushes (RFC 8292). One row.
create table push_keys (
  only_one boolean primary key default true check (only_one),
  public_key text not null,
  -- Sealed with the installation's key.
  private_key text not null
);
grant select, insert on push_keys to regulars_app;
