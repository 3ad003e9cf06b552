-- A merged card is out of every list like one in the bin, and says which card speaks for it now: always the one that
-- stays at last, however often that one was merged itself.
alter table customers add column merged_into uuid;
alter table customers add foreign key (workspace_id, merged_into) references customers;
create index customers_merged on customers (workspace_id, merged_into) where merged_into is not null;
-- The number of a merged card still means it, so nobody else may take it.
drop index customers_external;
create unique index customers_external on customers (workspace_id, external_id)
  where external_id is not null and (binned_at is null or merged_into is not null);

-- Which card was merged into which, by whom; rows stay when a merge is taken back.
create table customer_merges (
  workspace_id uuid not null,
  change_set_id uuid not null,
  merged_customer_id uuid not null,
  kept_customer_id uuid not null,
  at timestamptz not null,
  by_kind text not null,
  by_name text not null,
  undone_at timestamptz,
  undone_by_name text,
  primary key (workspace_id, change_set_id, merged_customer_id),
  foreign key (workspace_id, change_set_id) references change_sets,
  foreign key (workspace_id, merged_customer_id) references customers,
  foreign key (workspace_id, kept_customer_id) references customers
);
create index customer_merges_by_kept on customer_merges (workspace_id, kept_customer_id, at desc);
create index customer_merges_by_merged on customer_merges (workspace_id, merged_customer_id, at desc);
select regulars_wall('customer_merges', 'full');

-- Rows that a merge gave to the card that stays, so that they find back: table.column → what of their keys is not the
-- customer.
create table customer_merge_moves (
  workspace_id uuid not null,
  change_set_id uuid not null,
  place text not null,
  from_customer_id uuid not null,
  row_keys jsonb not null,
  primary key (workspace_id, change_set_id, place, from_customer_id),
  foreign key (workspace_id, change_set_id) references change_sets
);
select regulars_wall('customer_merge_moves', 'full');

-- By what cards can be the same: hashes of phone, e-mail, card number, name with birthday, with address, with the tail
-- of the phone. No foreign key: imports make millions of them, and a hash without its customer finds nobody.
create table customer_match_keys (
  workspace_id uuid not null,
  hash bigint not null,
  customer_id uuid not null,
  primary key (workspace_id, hash, customer_id)
);
create index customer_match_keys_of on customer_match_keys (workspace_id, customer_id);
select regulars_wall('customer_match_keys', 'full');

-- Cards that are new or changed, and still to be compared with the others.
create table customer_match_due (
  workspace_id uuid not null,
  customer_id uuid not null,
  primary key (workspace_id, customer_id)
);
select regulars_wall('customer_match_due', 'full');

-- Cards that hang together by pairs, for the review list.
create table customer_duplicate_groups (
  workspace_id uuid not null,
  id uuid not null,
  -- Of its strongest pair.
  score smallint not null,
  primary key (workspace_id, id)
);
create index customer_duplicate_groups_by_score on customer_duplicate_groups (workspace_id, score desc, id desc);
select regulars_wall('customer_duplicate_groups', 'full');

create table customer_duplicates (
  workspace_id uuid not null,
  customer_id uuid not null,
  other_customer_id uuid not null,
  score smallint not null,
  group_id uuid not null,
  primary key (workspace_id, customer_id, other_customer_id),
  check (customer_id < other_customer_id)
);
create index customer_duplicates_by_other on customer_duplicates (workspace_id, other_customer_id);
create index customer_duplicates_by_group on customer_duplicates (workspace_id, group_id, score desc);
select regulars_wall('customer_duplicates', 'full');

-- "These are two": said by a person, and remembered.
create table customer_distinctions (
  workspace_id uuid not null,
  customer_id uuid not null,
  other_customer_id uuid not null,
  at timestamptz not null,
  by_kind text not null,
  by_name text not null,
  -- Passed on to the card that stayed by this merge.
  change_set_id uuid,
  primary key (workspace_id, customer_id, other_customer_id),
  check (customer_id < other_customer_id)
);
create index customer_distinctions_by_other on customer_distinctions (workspace_id, other_customer_id);
create index customer_distinctions_change_set on customer_distinctions (workspace_id, change_set_id)
  where change_set_id is not null;
select regulars_wall('customer_distinctions', 'full');

-- The first night compares everybody who was here before.
do $$
declare
  shop uuid;
begin
  for shop in select id from workspaces loop
    perform set_config('regulars.workspace_id', shop::text, true);
    insert into customer_match_due (workspace_id, customer_id)
    select workspace_id, id from customers where workspace_id = shop and binned_at is null;
  end loop;
  perform set_config('regulars.workspace_id', '', true);
end $$;
