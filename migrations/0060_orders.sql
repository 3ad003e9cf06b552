create table products (
  workspace_id uuid not null,
  id uuid not null,
  sku text not null,
  name text not null,
  category text,
  unit_price_minor bigint,
  currency char(3),
  change_set_id uuid,
  version int not null default 1,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index products_sku on products (workspace_id, sku);
create index products_change_set on products (workspace_id, change_set_id) where change_set_id is not null;
select regulars_wall('products', 'full');

create table orders (
  workspace_id uuid not null,
  id uuid not null,
  customer_id uuid,
  source text not null,
  external_id text not null,
  placed_at timestamptz not null,
  -- The shop's day of placed_at.
  day date not null,
  currency char(3) not null,
  -- Sum of the lines after discounts; negative for a return recorded as an order.
  total_minor bigint not null,
  -- In the base currency at the rate of the day; null when no rate is known yet.
  total_base_minor bigint,
  refunded_base_minor bigint not null default 0,
  state text not null default 'placed' check (state in ('placed', 'cancelled')),
  store text,
  staff text,
  channel text,
  note text,
  change_set_id uuid,
  version int not null default 1,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers
);
create unique index orders_external on orders (workspace_id, source, external_id);
create index orders_by_customer on orders (workspace_id, customer_id, placed_at desc, id);
create index orders_by_time on orders (workspace_id, placed_at desc, id);
create index orders_change_set on orders (workspace_id, change_set_id) where change_set_id is not null;
select regulars_wall('orders', 'full');

create table order_lines (
  workspace_id uuid not null,
  order_id uuid not null,
  line_no int not null,
  product_id uuid,
  sku text,
  name text not null,
  category text,
  quantity numeric(14, 3) not null,
  unit_price_minor bigint not null,
  discount_minor bigint not null default 0,
  total_minor bigint not null,
  primary key (workspace_id, order_id, line_no),
  foreign key (workspace_id, order_id) references orders on delete cascade
);
select regulars_wall('order_lines', 'full');

create table refunds (
  workspace_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  amount_base_minor bigint,
  at timestamptz not null,
  day date not null,
  reason text,
  lines jsonb not null default '[]',
  change_set_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, order_id) references orders on delete cascade
);
create index refunds_by_order on refunds (workspace_id, order_id, at);
select regulars_wall('refunds', 'full');

-- That somebody came is work of the staff: it keeps its customer from being undone with an import.
create table visits (
  workspace_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  at timestamptz not null,
  day date not null,
  store text,
  note text,
  change_set_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers
);
create index visits_by_customer on visits (workspace_id, customer_id, at desc, id);
create index visits_change_set on visits (workspace_id, change_set_id) where change_set_id is not null;
select regulars_wall('visits', 'full');

create table currency_rates (
  workspace_id uuid not null,
  currency char(3) not null,
  valid_from date not null,
  -- One unit of `currency` in the base currency.
  rate numeric(20, 10) not null check (rate > 0),
  primary key (workspace_id, currency, valid_from)
);
select regulars_wall('currency_rates', 'full');

-- All placed orders of a customer on one shop's day, net of refunds, in the base currency. The unit of every
-- rhythm, class and forecast. A day whose net is zero or less is no purchase and has no row.
create table purchase_days (
  workspace_id uuid not null,
  customer_id uuid not null,
  day date not null,
  orders int not null,
  amount_minor bigint not null,
  primary key (workspace_id, customer_id, day),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index purchase_days_by_day on purchase_days (workspace_id, day, customer_id) include (amount_minor, orders);
select regulars_wall('purchase_days', 'full');

-- One row per customer, made with the customer and recomputed from purchase_days when one of its days changes.
create table customer_statistics (
  workspace_id uuid not null,
  customer_id uuid not null,
  orders int not null default 0,
  purchase_days int not null default 0,
  first_on date,
  last_on date,
  spent_minor bigint not null default 0,
  largest_minor bigint not null default 0,
  -- Gaps between purchase days: count, sum of ln(days), sum of ln(days) squared.
  gaps int not null default 0,
  gaps_ln double precision not null default 0,
  gaps_ln_squared double precision not null default 0,
  -- The same for amounts per purchase day, ln(minor units).
  amounts_ln double precision not null default 0,
  amounts_ln_squared double precision not null default 0,
  primary key (workspace_id, customer_id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index customer_statistics_by_last on customer_statistics (workspace_id, last_on, customer_id);
create index customer_statistics_by_spent on customer_statistics (workspace_id, spent_minor, customer_id);
create index customer_statistics_by_orders on customer_statistics (workspace_id, orders, customer_id);
create index customer_statistics_by_days on customer_statistics (workspace_id, purchase_days, customer_id);
select regulars_wall('customer_statistics', 'full');
