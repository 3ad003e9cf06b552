-- Buy nine, get one: what is counted, and the coupon that a full card is worth.
create table loyalty_stamp_cards (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  name text not null,
  needed int not null check (needed between 2 and 100),
  -- Each whole piece of the goods meant, or one stamp for an order with any of them.
  counts text not null check (counts in ('piece', 'order')),
  -- Lower case; both empty: all goods.
  skus text[] not null default '{}',
  categories text[] not null default '{}',
  coupon_id uuid not null,
  from_day date not null,
  ended_at timestamptz,
  created_by_name text not null,
  created_at timestamptz not null,
  change_set_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, coupon_id) references loyalty_coupons
);
create index loyalty_stamp_cards_by_time on loyalty_stamp_cards (workspace_id, created_at desc, id desc);
create index loyalty_stamp_cards_change_set on loyalty_stamp_cards (workspace_id, change_set_id)
  where change_set_id is not null;
select regulars_wall('loyalty_stamp_cards', 'full');

-- What an order gives by what is left of it, or somebody stamped by hand (no order; negative: taken back).
create table loyalty_stamps (
  workspace_id uuid not null,
  id uuid not null,
  stamp_card_id uuid not null,
  customer_id uuid not null,
  order_id uuid,
  stamps int not null,
  reason text,
  day date not null,
  at timestamptz not null,
  by_name text not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, stamp_card_id) references loyalty_stamp_cards on delete cascade,
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create unique index loyalty_stamps_of_order on loyalty_stamps (workspace_id, stamp_card_id, order_id, customer_id);
create index loyalty_stamps_of_customer on loyalty_stamps (workspace_id, customer_id, stamp_card_id);
select regulars_wall('loyalty_stamps', 'full');

-- Full cards: each was worth one code of the coupon, which goes again when an order that filled it is returned.
create table loyalty_stamp_rewards (
  workspace_id uuid not null,
  voucher_id uuid not null,
  stamp_card_id uuid not null,
  customer_id uuid not null,
  at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (workspace_id, voucher_id),
  foreign key (workspace_id, stamp_card_id) references loyalty_stamp_cards on delete cascade,
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index loyalty_stamp_rewards_of_customer on loyalty_stamp_rewards (workspace_id, customer_id, stamp_card_id)
  where withdrawn_at is null;
create index loyalty_stamp_rewards_of_card on loyalty_stamp_rewards (workspace_id, stamp_card_id);
select regulars_wall('loyalty_stamp_rewards', 'full');
