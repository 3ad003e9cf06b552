-- A name for what stands in the list's address: filter, search, order, columns.
create table customer_views (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  name text not null,
  -- Whose it is; null: of the business, always shared.
  member_id uuid,
  shared boolean not null default false,
  settings jsonb not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  version int not null default 1,
  primary key (workspace_id, id),
  check (member_id is not null or shared)
);
create index customer_views_of on customer_views (workspace_id, member_id) where removed_at is null;
create index customer_views_shared on customer_views (workspace_id, id) where removed_at is null and shared;
select regulars_wall('customer_views', 'full');

-- Which views somebody keeps as tabs above the list.
create table customer_view_pins (
  workspace_id uuid not null,
  member_id uuid not null,
  view_id uuid not null,
  pinned_at timestamptz not null,
  primary key (workspace_id, member_id, view_id),
  foreign key (workspace_id, view_id) references customer_views on delete cascade
);
select regulars_wall('customer_view_pins', 'full');

-- The view with which a role's list begins: a built-in role, or the id of one of the shop's own.
create table customer_view_starts (
  workspace_id uuid not null,
  role text not null,
  view_id uuid not null,
  primary key (workspace_id, role),
  foreign key (workspace_id, view_id) references customer_views on delete cascade
);
create index customer_view_starts_of on customer_view_starts (workspace_id, view_id);
select regulars_wall('customer_view_starts', 'full');
