-- What members earn and are given. A published version never changes: what was earned under it keeps its terms.
create table loyalty_programmes (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  -- 1, 2, 3 …; null while it is a draft.
  no int,
  -- See ProgrammeRules in loyalty/programme/contract.ts.
  rules jsonb not null,
  -- The first day whose orders it counts.
  from_day date,
  published_by_name text,
  published_at timestamptz,
  created_by_name text not null,
  created_at timestamptz not null,
  change_set_id uuid,
  version int not null default 1,
  primary key (workspace_id, id),
  check ((no is null) = (published_at is null) and (no is null) = (from_day is null))
);
create unique index loyalty_programmes_one_draft on loyalty_programmes (workspace_id) where published_at is null;
create unique index loyalty_programmes_no on loyalty_programmes (workspace_id, no);
create index loyalty_programmes_change_set on loyalty_programmes (workspace_id, change_set_id)
  where change_set_id is not null;
select regulars_wall('loyalty_programmes', 'full');

-- One row per customer who ever had points or a tier: the row that every posting locks.
create table loyalty_accounts (
  workspace_id uuid not null,
  customer_id uuid not null,
  -- Sum of the entries of the card and of those merged into it; what lots hold, less the debt.
  balance bigint not null default 0,
  -- Points taken back that were spent already; the next ones earned pay them.
  debt bigint not null default 0 check (debt >= 0),
  tier text,
  tier_since date,
  -- The last day of the tier unless it is earned anew; null: for good.
  tier_until date,
  -- The highest tier whose entry gift was given.
  gifted_tier text,
  -- The shop's day on which something falls due: points ripen or expire, the tier ends.
  next_due date,
  -- The customer again, once people did something by hand: then the customer stays when an import is undone.
  touched_customer_id uuid,
  primary key (workspace_id, customer_id),
  foreign key (workspace_id, customer_id) references customers on delete cascade,
  foreign key (workspace_id, touched_customer_id) references customers
);
create index loyalty_accounts_due on loyalty_accounts (workspace_id, next_due, customer_id) where next_due is not null;
create index loyalty_accounts_by_tier on loyalty_accounts (workspace_id, tier, customer_id);
create index loyalty_accounts_by_balance on loyalty_accounts (workspace_id, balance, customer_id);
select regulars_wall('loyalty_accounts', 'full');

create table loyalty_entries (
  workspace_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  kind text not null check (kind in ('earn', 'redeem', 'reverse', 'take_back', 'expire', 'adjust', 'transfer', 'merge', 'part')),
  -- Signed.
  points bigint not null,
  balance_after bigint not null,
  reason text,
  -- What it is for: an order, an activity of the programme, a gift, or by hand.
  source text not null,
  activity text,
  order_id uuid,
  reverses_id uuid,
  programme_id uuid,
  at timestamptz not null,
  -- The shop's day of `at`.
  day date not null,
  member_id uuid,
  by_name text not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index loyalty_entries_of_customer on loyalty_entries (workspace_id, customer_id, at desc, id desc);
create index loyalty_entries_by_time on loyalty_entries (workspace_id, at desc, id desc);
create index loyalty_entries_of_order on loyalty_entries (workspace_id, order_id) where order_id is not null;
create index loyalty_entries_reversed on loyalty_entries (workspace_id, reverses_id) where reverses_id is not null;
create index loyalty_entries_by_colleague on loyalty_entries (workspace_id, member_id, at) where source = 'hand';
select regulars_wall('loyalty_entries', 'append');

-- Points that came together and expire together.
create table loyalty_lots (
  workspace_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  entry_id uuid not null,
  points bigint not null check (points > 0),
  remaining bigint not null check (remaining between 0 and points),
  -- The last shop's day on which they can be used.
  expires_on date,
  order_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index loyalty_lots_open on loyalty_lots (workspace_id, customer_id, expires_on, id) where remaining > 0;
create index loyalty_lots_expiring on loyalty_lots (workspace_id, expires_on, customer_id) where remaining > 0;
select regulars_wall('loyalty_lots', 'full');

-- Which entry took how much from which lot, or gave it back (positive).
create table loyalty_lot_moves (
  workspace_id uuid not null,
  entry_id uuid not null,
  lot_id uuid not null,
  points bigint not null check (points <> 0),
  primary key (workspace_id, entry_id, lot_id),
  foreign key (workspace_id, lot_id) references loyalty_lots on delete cascade
);
create index loyalty_lot_moves_of_lot on loyalty_lot_moves (workspace_id, lot_id);
select regulars_wall('loyalty_lot_moves', 'append');

-- What each order gave, so that a refund takes back exactly that and a repeated message gives nothing twice.
create table loyalty_order_points (
  workspace_id uuid not null,
  order_id uuid not null,
  customer_id uuid not null,
  programme_id uuid not null,
  day date not null,
  -- The customer's tier and birthday when the order was first seen; a refund is reckoned by the same.
  tier text,
  birthday_on date,
  -- The most it may give, where a limit per day was partly used up.
  allowance bigint,
  -- On that shop's day the points become usable.
  ripe_on date not null,
  -- What it should give now, and what of that is posted.
  points bigint not null,
  posted bigint not null default 0,
  -- What was left of the order then, in the base currency: when it is something else, the points are reckoned anew.
  net_minor bigint not null,
  primary key (workspace_id, order_id, customer_id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index loyalty_order_points_of_customer on loyalty_order_points (workspace_id, customer_id, day);
create index loyalty_order_points_waiting on loyalty_order_points (workspace_id, customer_id, ripe_on) where points <> posted;
select regulars_wall('loyalty_order_points', 'full');

create table loyalty_tier_moves (
  workspace_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  from_tier text,
  to_tier text,
  on_day date not null,
  at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index loyalty_tier_moves_of_customer on loyalty_tier_moves (workspace_id, customer_id, at desc, id desc);
select regulars_wall('loyalty_tier_moves', 'append');

-- A change of points that a second colleague must agree to.
create table loyalty_requests (
  workspace_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  points bigint not null,
  reason text not null,
  member_id uuid,
  by_name text not null,
  at timestamptz not null,
  decision text check (decision in ('agreed', 'declined')),
  decided_by_name text,
  decided_at timestamptz,
  entry_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers
);
create index loyalty_requests_open on loyalty_requests (workspace_id, at desc, id desc) where decision is null;
select regulars_wall('loyalty_requests', 'full');

create table loyalty_coupons (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  name text not null,
  -- See CouponTerms in loyalty/coupons/contract.ts.
  terms jsonb not null,
  -- The one code that everybody uses; null: each code is issued.
  code text,
  from_day date,
  -- The last day of it.
  until_day date,
  total_limit int check (total_limit > 0),
  person_limit int check (person_limit > 0),
  used int not null default 0,
  ended_at timestamptz,
  created_by_name text not null,
  created_at timestamptz not null,
  change_set_id uuid,
  version int not null default 1,
  primary key (workspace_id, id)
);
create unique index loyalty_coupons_code on loyalty_coupons (workspace_id, code) where code is not null;
create index loyalty_coupons_by_time on loyalty_coupons (workspace_id, created_at desc, id desc);
create index loyalty_coupons_change_set on loyalty_coupons (workspace_id, change_set_id) where change_set_id is not null;
select regulars_wall('loyalty_coupons', 'full');

-- A code that was issued: to a customer, or to whoever brings it.
create table loyalty_vouchers (
  workspace_id uuid not null,
  id uuid not null,
  coupon_id uuid not null,
  customer_id uuid,
  code text not null,
  expires_on date,
  why text not null,
  issued_at timestamptz not null,
  used_at timestamptz,
  withdrawn_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, coupon_id) references loyalty_coupons on delete cascade,
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create unique index loyalty_vouchers_code on loyalty_vouchers (workspace_id, code);
create index loyalty_vouchers_of_customer on loyalty_vouchers (workspace_id, customer_id, issued_at desc, id);
create index loyalty_vouchers_of_coupon on loyalty_vouchers (workspace_id, coupon_id, id);
select regulars_wall('loyalty_vouchers', 'full');

create table loyalty_coupon_uses (
  workspace_id uuid not null,
  id uuid not null,
  coupon_id uuid not null,
  voucher_id uuid,
  customer_id uuid,
  -- The number of the till's document, as the till calls it.
  reference text,
  discount_minor bigint not null,
  at timestamptz not null,
  day date not null,
  by_name text not null,
  -- Taken back: the coupon may be used again.
  returned_at timestamptz,
  returned_by_name text,
  primary key (workspace_id, id),
  foreign key (workspace_id, coupon_id) references loyalty_coupons on delete cascade,
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index loyalty_coupon_uses_of_coupon on loyalty_coupon_uses (workspace_id, coupon_id, customer_id);
create index loyalty_coupon_uses_of_customer on loyalty_coupon_uses (workspace_id, customer_id, at desc, id);
select regulars_wall('loyalty_coupon_uses', 'full');
