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
create index customers_change_set on customers (workspace_id, change_set_id) where change_set_id is not null;
select regulars_wall('customers', 'full');

-- Text search cannot be a condition of a row-security query and still use its index (@@ is not leakproof), so the
-- terms live in a table that the application role may write but not read: reading goes through customer_matches,
-- which applies the wall itself.
create table customer_search (
  workspace_id uuid not null,
  customer_id uuid not null,
  terms tsvector not null,
  primary key (workspace_id, customer_id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create extension if not exists btree_gin;
create index customer_search_terms on customer_search using gin (workspace_id, terms);
