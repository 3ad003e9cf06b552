-- Phones on which members want to be told of messages on their page.
create table care_page_devices (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  customer_id uuid not null,
  -- The push service's address for this browser, and the keys that only it can read with.
  endpoint text not null,
  public_key text not null,
  auth text not null,
  created_at timestamptz not null,
  last_sent_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create unique index care_page_devices_endpoint on care_page_devices (workspace_id, endpoint);
create index care_page_devices_of on care_page_devices (workspace_id, customer_id, id);
select regulars_wall('care_page_devices', 'full');
