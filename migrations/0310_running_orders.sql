-- The running order: an offer before the sale, a promised day during it, guarantee and after-sale days behind it.

alter table products add column guarantee_months int check (guarantee_months between 1 and 600);

-- Null for what is handed over as it is placed: the till's orders.
alter table orders add column promised_on date;
alter table orders add column handed_over_at timestamptz;
-- The shop's day of handed_over_at.
alter table orders add column handed_over_on date;
-- Last day of the after-sale time, as it stood at the hand-over; `guarantee_months`: where a product's guarantee says so.
alter table orders add column after_until date;
alter table orders add column guarantee_months int;
create index orders_in_progress on orders (workspace_id, placed_at desc, id)
  where promised_on is not null and handed_over_on is null and state = 'placed';
create index orders_after_sale on orders (workspace_id, placed_at desc, id)
  where after_until is not null and state = 'placed';
create index orders_handed_over on orders (workspace_id, handed_over_on) where handed_over_on is not null;

-- What happened to an order since it was placed. Appended; only words may be emptied, when a person is erased.
create table order_steps (
  workspace_id uuid not null,
  order_id uuid not null,
  id uuid not null,
  kind text not null check (kind in (
    'promised', 'moved_on', 'handed_over', 'hand_over_undone', 'checked_in', 'check_in_undone', 'cancelled', 'reopened',
    'changed_hands')),
  at timestamptz not null,
  -- Of `promised`: the day.
  promised_on date,
  note text,
  by_name text not null,
  primary key (workspace_id, order_id, id),
  foreign key (workspace_id, order_id) references orders on delete cascade
);
select regulars_wall('order_steps', 'append');
grant update (note) on order_steps to regulars_app;

create table order_offers (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  customer_id uuid not null,
  title text not null,
  -- As they were typed: [{sku, name, category, quantity, unitPrice, discount}]; none: one amount.
  lines jsonb not null default '[]',
  currency char(3) not null,
  total_minor bigint not null check (total_minor > 0),
  -- In the base currency at the rate of the day it was made; null without one.
  total_base_minor bigint,
  valid_until date not null,
  note text,
  state text not null default 'open' check (state in ('open', 'accepted', 'declined')),
  -- What it became.
  order_id uuid,
  answered_at timestamptz,
  answered_by_name text,
  lost_reason text check (lost_reason in ('price', 'timing', 'competitor', 'no_need', 'no_answer', 'other')),
  competitor text,
  lost_note text,
  made_by uuid,
  made_by_name text not null,
  made_at timestamptz not null,
  change_set_id uuid,
  version int not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers
);
create index order_offers_by_customer on order_offers (workspace_id, customer_id, made_at desc, id desc);
create index order_offers_open on order_offers (workspace_id, valid_until, id) where state = 'open';
create index order_offers_answered on order_offers (workspace_id, answered_at desc, id desc) where state <> 'open';
create index order_offers_of_order on order_offers (workspace_id, order_id) where order_id is not null;
create index order_offers_change_set on order_offers (workspace_id, change_set_id) where change_set_id is not null;
select regulars_wall('order_offers', 'full');

-- Where a customer stands with what is running; who has nothing running has no row. Computed from orders and offers.
create table order_phases (
  workspace_id uuid not null,
  customer_id uuid not null,
  phase text not null check (phase in ('pre', 'in', 'after')),
  -- Promised for, valid until, or cared for until.
  due_on date not null,
  primary key (workspace_id, customer_id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index order_phases_by_phase on order_phases (workspace_id, phase, due_on, customer_id);
select regulars_wall('order_phases', 'full');

create table order_settings (
  workspace_id uuid not null references workspaces,
  after_sale_days int not null,
  -- Days from the hand-over to the question whether all is well; 0: never asked.
  check_in_days int not null,
  version int not null default 1,
  primary key (workspace_id)
);
select regulars_wall('order_settings', 'full');

-- A refund that was a mistake. One row per refund: it is taken back once.
create table refund_reversals (
  workspace_id uuid not null,
  refund_id uuid not null,
  at timestamptz not null,
  reason text,
  by_name text not null,
  primary key (workspace_id, refund_id),
  foreign key (workspace_id, refund_id) references refunds on delete cascade
);
select regulars_wall('refund_reversals', 'append');
grant update (reason) on refund_reversals to regulars_app;

-- Orders found by amount and by what was bought.
create index orders_by_total on orders (workspace_id, total_minor, placed_at desc, id);
create index order_lines_by_product on order_lines (workspace_id, product_id, order_id) where product_id is not null;
create index order_lines_by_name on order_lines (workspace_id, name collate "C", order_id) where product_id is null;

-- Products as people read them: by the sound of their names, and found by it. Existing ones are read anew at night.
alter table products add column sort_name text collate "C" not null default '';
alter table products add column found_by text;
update products set sort_name = name;
create index products_by_name on products (workspace_id, sort_name, id);
create index products_unread on products (workspace_id, id) where found_by is null;
