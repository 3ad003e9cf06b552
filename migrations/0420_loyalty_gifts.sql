create table loyalty_gifts (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  name text not null,
  points bigint not null check (points > 0),
  -- How many are left to be promised; null: as many as are asked for.
  stock int check (stock >= 0),
  person_limit int check (person_limit > 0),
  ended_at timestamptz,
  created_by_name text not null,
  created_at timestamptz not null,
  version int not null default 1,
  -- The demo shop it came with.
  change_set_id uuid,
  primary key (workspace_id, id)
);
create index loyalty_gifts_by_time on loyalty_gifts (workspace_id, created_at desc, id desc);
create index loyalty_gifts_change_set on loyalty_gifts (workspace_id, change_set_id) where change_set_id is not null;
select regulars_wall('loyalty_gifts', 'full');

-- A gift that was paid for with points, until it is picked up.
create table loyalty_gift_claims (
  workspace_id uuid not null,
  id uuid not null,
  gift_id uuid not null,
  customer_id uuid not null,
  -- The entry that took the points; cancelling reverses it.
  entry_id uuid not null,
  points bigint not null,
  -- Where it is picked up.
  store text,
  at timestamptz not null,
  by_name text not null,
  collected_at timestamptz,
  cancelled_at timestamptz,
  done_by_name text,
  primary key (workspace_id, id),
  foreign key (workspace_id, gift_id) references loyalty_gifts on delete cascade,
  foreign key (workspace_id, customer_id) references customers on delete cascade,
  check (collected_at is null or cancelled_at is null)
);
create index loyalty_gift_claims_of_customer on loyalty_gift_claims (workspace_id, customer_id, at desc, id desc);
create index loyalty_gift_claims_waiting on loyalty_gift_claims (workspace_id, at, id)
  where collected_at is null and cancelled_at is null;
create index loyalty_gift_claims_of_gift on loyalty_gift_claims (workspace_id, gift_id, customer_id);
select regulars_wall('loyalty_gift_claims', 'full');
