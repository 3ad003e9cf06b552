-- What was settled at the counter besides the order itself: coupons and points that paid a part of it.
create table loyalty_sales (
  workspace_id uuid not null,
  order_id uuid not null,
  customer_id uuid,
  -- Before anything was taken off, and what each took off; base currency.
  subtotal_minor bigint not null,
  tier_off_minor bigint not null,
  coupons_off_minor bigint not null,
  points_off_minor bigint not null,
  points bigint not null,
  -- The entry that took the points; null where none were used.
  entry_id uuid,
  coupon_use_ids uuid[] not null,
  at timestamptz not null,
  member_id uuid,
  by_name text not null,
  -- Since when the order is refunded or cancelled whole: points and coupons have gone back.
  returned_at timestamptz,
  primary key (workspace_id, order_id),
  foreign key (workspace_id, order_id) references orders on delete cascade,
  foreign key (workspace_id, customer_id) references customers
);
create index loyalty_sales_of_customer on loyalty_sales (workspace_id, customer_id, at desc) where customer_id is not null;
create index loyalty_sales_by_member on loyalty_sales (workspace_id, member_id, at desc);
select regulars_wall('loyalty_sales', 'full');
