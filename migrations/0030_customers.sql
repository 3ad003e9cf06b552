create table customers (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  kind text not null default 'person' check (kind in ('person', 'company')),
  name text not null,
  -- Pinyin for Chinese names, folded text for others: lists sort by it.
  sort_name text collate "C" not null,
  external_id text,
  card_number text,
  phone text,
  email text,
  gender text,
  title text,
  birthday_calendar text check (birthday_calendar in ('solar', 'lunar')),
  birthday_year smallint,
  birthday_month smallint,
  birthday_day smallint,
  birthday_leap boolean not null default false,
  address jsonb,
  tags text[] not null default '{}',
  custom jsonb not null default '{}',
  source text,
  stage text not null default 'lead' check (stage in ('lead', 'prospect', 'active', 'sleeping', 'lost')),
  stage_since timestamptz not null default now(),
  owner_id uuid,
  -- Field name → day the fact was last given or confirmed.
  confirmed_on jsonb not null default '{}',
  change_set_id uuid,
  binned_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index customers_external on customers (workspace_id, external_id) where external_id is not null and binned_at is null;
create index customers_phone on customers (workspace_id, phone) where phone is not null;
create index customers_email on customers (workspace_id, email) where email is not null;
create index customers_card on customers (workspace_id, card_number) where card_number is not null;
create index customers_by_name on customers (workspace_id, sort_name, id) where binned_at is null;
create index customers_by_age on customers (workspace_id, created_at, id) where binned_at is null;
create index customers_by_owner on customers (workspace_id, owner_id, id) where binned_at is null;
create index customers_by_stage on customers (workspace_id, stage, id) where binned_at is null;
create index customers_by_source on customers (workspace_id, source, id) where binned_at is null and source is not null;
create index customers_by_birthday on customers (workspace_id, birthday_month, birthday_day, id)
  where binned_at is null and birthday_month is not null;
create index customers_companies on customers (workspace_id, id) where binned_at is null and kind = 'company';
create index customers_without_phone on customers (workspace_id, sort_name, id) where binned_at is null and phone is null;
create index customers_binned on customers (workspace_id, binned_at, id) where binned_at is not null;
create index customers_change_set on customers (workspace_id, change_set_id) where change_set_id is not null;
select regulars_wall('customers', 'full');

-- Text search cannot be a condition of a row-security query and still use its index (@@ is not leakproof), so the
-- terms live in a table that the application role may write but not read: reading goes through customer_matches,
-- which applies the wall itself. Customers in the bin have no row here.
create table customer_search (
  workspace_id uuid not null,
  customer_id uuid not null,
  terms tsvector not null,
  primary key (workspace_id, customer_id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create extension if not exists btree_gin;
-- A search reads the whole pending list, so it stays short; a bulk load is the slower, the shorter it is.
create index customer_search_terms on customer_search using gin (workspace_id, terms) with (gin_pending_list_limit = 2048);
alter table customer_search enable row level security;
create policy wall on customer_search
  using (workspace_id = nullif(current_setting('regulars.workspace_id', true), '')::uuid);
grant select (workspace_id, customer_id), insert, update (terms), delete on customer_search to regulars_app;

-- At most `cap` customers of the workspace on the connection whose terms match; of all owners where `owners` is null.
-- Without an index on the terms there is no answer in time, whatever the planner thinks of a small `cap`.
create function customer_matches(query text, owners uuid[], cap int) returns table (customer_id uuid)
language plpgsql stable security definer
set search_path = public, pg_temp
set enable_seqscan = off
as $$
declare
  wall constant uuid := nullif(current_setting('regulars.workspace_id', true), '')::uuid;
begin
  if owners is null then
    return query execute
      'select s.customer_id from customer_search s where s.workspace_id = $1 and s.terms @@ $2::tsquery limit $3'
      using wall, query, cap;
  else
    return query execute
      'select s.customer_id from customer_search s join customers c on c.workspace_id = $1 and c.id = s.customer_id
       where s.workspace_id = $1 and s.terms @@ $2::tsquery and c.owner_id = any ($4) limit $3'
      using wall, query, cap, owners;
  end if;
end $$;
revoke all on function customer_matches from public;
grant execute on function customer_matches to regulars_app;

-- customers.tags row by row: an array cannot be searched by index behind row security.
create table customer_tags (
  workspace_id uuid not null,
  tag text not null,
  customer_id uuid not null,
  primary key (workspace_id, tag, customer_id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index customer_tags_by_customer on customer_tags (workspace_id, customer_id);
select regulars_wall('customer_tags', 'full');
