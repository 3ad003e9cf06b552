-- A colleague leaves or is away, and others look after the customers. A draft is the proposal, which people change.
create table hand_overs (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  member_id uuid not null,
  kind text not null check (kind in ('leaving', 'absent')),
  state text not null default 'draft' check (state in ('draft', 'given', 'returned', 'dropped')),
  -- The second at which the colleague's access ends.
  ends_at timestamptz,
  -- Days in which the new owners are to be in touch.
  contact_days int not null default 7,
  -- What customers are told; null: nothing.
  message text,
  -- By mail to those who allow it; everybody else's text is there to copy.
  by_mail boolean not null default false,
  change_set_id uuid,
  created_by uuid,
  created_by_name text not null,
  created_at timestamptz not null,
  given_at timestamptz,
  given_by_name text,
  returned_at timestamptz,
  version int not null default 1,
  primary key (workspace_id, id)
);
create unique index hand_overs_draft on hand_overs (workspace_id, member_id) where state = 'draft';
create index hand_overs_by_time on hand_overs (workspace_id, created_at desc, id desc);
create index hand_overs_change_set on hand_overs (workspace_id, change_set_id) where change_set_id is not null;
select regulars_wall('hand_overs', 'full');

create table hand_over_customers (
  workspace_id uuid not null,
  hand_over_id uuid not null,
  customer_id uuid not null,
  -- Null: to the pool.
  to_id uuid,
  why text not null check (why in ('knows', 'branch', 'room', 'chosen', 'nobody')),
  -- What a year with them is worth, base currency, and whether their rhythm is broken: as it stood in the draft.
  value_minor bigint not null default 0,
  at_risk boolean not null default false,
  last_on date,
  recent_orders int not null default 0,
  given boolean not null default false,
  task_id uuid,
  message text not null default 'none' check (message in ('none', 'waiting', 'sending', 'mailed', 'failed', 'copied')),
  objected_at timestamptz,
  objection text,
  primary key (workspace_id, hand_over_id, customer_id),
  foreign key (workspace_id, hand_over_id) references hand_overs on delete cascade,
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index hand_over_customers_in_order
  on hand_over_customers (workspace_id, hand_over_id, at_risk desc, value_minor desc, customer_id);
create index hand_over_customers_waiting on hand_over_customers (workspace_id, hand_over_id, customer_id)
  where message = 'waiting';
select regulars_wall('hand_over_customers', 'full');

-- Links by which a customer may object. Reached by the token alone, before any workspace is known.
create table hand_over_links (
  token_hash bytea primary key,
  workspace_id uuid not null references workspaces,
  hand_over_id uuid not null,
  customer_id uuid not null,
  language text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index hand_over_links_of on hand_over_links (workspace_id, customer_id);
grant select, insert, update, delete on hand_over_links to regulars_app;

-- Keys end with the colleague who made them, where that is wanted.
alter table api_keys add column made_by uuid;
alter table api_keys add column ends_at timestamptz;
