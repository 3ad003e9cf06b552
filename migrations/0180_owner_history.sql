-- Who looked after a customer from when on, and why it changed.
create table customer_owners (
  workspace_id uuid not null,
  customer_id uuid not null,
  id uuid not null,
  -- Null: nobody's.
  from_id uuid,
  to_id uuid,
  at timestamptz not null,
  why text not null,
  by_kind text not null,
  by_name text not null,
  change_set_id uuid,
  primary key (workspace_id, customer_id, id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index customer_owners_of_change_set on customer_owners (workspace_id, change_set_id, customer_id)
  where change_set_id is not null;
create index customer_owners_given on customer_owners (workspace_id, to_id, at) where to_id is not null;
select regulars_wall('customer_owners', 'append');

-- Those who have an owner already. Row security binds this migration, too.
do $$
declare shop uuid;
begin
  for shop in select id from workspaces loop
    perform set_config('regulars.workspace_id', shop::text, true);
    insert into customer_owners (workspace_id, customer_id, id, to_id, at, why, by_kind, by_name)
    select shop, id, gen_random_uuid(), owner_id, created_at, 'known', 'system', ''
    from customers where workspace_id = shop and owner_id is not null;
  end loop;
  perform set_config('regulars.workspace_id', '', true);
end $$;

-- Null: until somebody ends it.
alter table customer_collaborators add column until timestamptz;
