-- Fields that a business adds to its customer card. Values stand in customers.custom under `key`, which never changes.
create table customer_field_sections (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  name text not null,
  position int not null,
  version int not null default 1,
  primary key (workspace_id, id)
);
select regulars_wall('customer_field_sections', 'full');

create table customer_fields (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  key text not null,
  -- 'unsorted': a key that imports or programs wrote, waiting to be made a field.
  type text not null check (type in ('text', 'longText', 'number', 'money', 'date', 'choice', 'multiChoice', 'yesNo',
    'phone', 'email', 'link', 'file', 'customer', 'unsorted')),
  name text not null,
  -- Language → name, where it differs.
  names jsonb not null default '{}',
  help text,
  -- What a number is counted in; the currency of money.
  unit text,
  -- [{key, name, removed}]; removed ones stay, so that values given earlier can be read.
  options jsonb not null default '[]',
  section_id uuid,
  position int not null default 0,
  kinds text[] not null default '{person,company}',
  -- Empty: at every stage.
  visible_at text[] not null default '{}',
  required_at text[] not null default '{}',
  sensitive boolean not null default false,
  unique_value boolean not null default false,
  in_lists boolean not null default true,
  -- False while values that were there before are being prepared for lists.
  ready boolean not null default true,
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  version int not null default 1,
  primary key (workspace_id, id),
  unique (workspace_id, key),
  foreign key (workspace_id, section_id) references customer_field_sections
);
select regulars_wall('customer_fields', 'full');

-- customers.custom value by value, for lists: kept by the verbs that write customers. A row without a value says only
-- that the field is filled. Customers in the bin have no rows here.
create table customer_field_values (
  workspace_id uuid not null,
  customer_id uuid not null,
  field_id uuid not null,
  -- Several for a multi-choice, from 0.
  place smallint not null default 0,
  -- One of few: an option, yes or no, a customer.
  key text collate "C",
  -- Folded as searched.
  text text collate "C",
  num float8,
  day date,
  -- Of fields in which no two customers may say the same.
  unique_text text collate "C",
  -- Of the customer, so that a filtered list is read in its order.
  sort_name text collate "C" not null,
  primary key (workspace_id, customer_id, field_id, place),
  foreign key (workspace_id, customer_id) references customers on delete cascade,
  foreign key (workspace_id, field_id) references customer_fields
);
create index customer_field_values_filled on customer_field_values (workspace_id, field_id, customer_id) where place = 0;
create index customer_field_values_by_key on customer_field_values (workspace_id, field_id, key, sort_name, customer_id)
  where key is not null;
create index customer_field_values_by_text on customer_field_values (workspace_id, field_id, text, customer_id)
  where text is not null;
create index customer_field_values_by_num on customer_field_values (workspace_id, field_id, num, customer_id)
  where num is not null;
create index customer_field_values_by_day on customer_field_values (workspace_id, field_id, day, customer_id)
  where day is not null;
create unique index customer_field_values_unique on customer_field_values (workspace_id, field_id, unique_text)
  where unique_text is not null;
create extension if not exists pg_trgm;
create index customer_field_values_parts on customer_field_values using gin (workspace_id, field_id, text gin_trgm_ops)
  where text is not null;
-- All fields share the table: without these the planner would mistake one field's values for another's.
create statistics customer_field_values_keys (mcv) on field_id, key from customer_field_values;
create statistics customer_field_values_nums (mcv) on field_id, num from customer_field_values;
create statistics customer_field_values_days (mcv) on field_id, day from customer_field_values;
-- Without FORCE, so that the function below reads by index; the application's role is bound by the wall all the same.
alter table customer_field_values enable row level security;
create policy wall on customer_field_values
  using (workspace_id = nullif(current_setting('regulars.workspace_id', true), '')::uuid);
grant select, insert, update, delete on customer_field_values to regulars_app;

-- LIKE is not leakproof, so behind the wall it could not use its index: as customer_matches, this applies the wall itself.
create function customer_field_contains(field uuid, pattern text, cap int) returns table (customer_id uuid)
language sql stable security definer
set search_path = public, pg_temp
as $$
  select v.customer_id from customer_field_values v
  where v.workspace_id = nullif(current_setting('regulars.workspace_id', true), '')::uuid
    and v.field_id = field and v.text like pattern limit cap
$$;
revoke all on function customer_field_contains from public;
grant execute on function customer_field_contains to regulars_app;
