create table loyalty_referral_terms (
  workspace_id uuid not null references workspaces,
  open boolean not null,
  -- Points for who recommends and for who comes; either may be nothing.
  giver_points bigint not null check (giver_points >= 0),
  friend_points bigint not null check (friend_points >= 0),
  -- So many friends of one customer are rewarded in a month; null: all.
  per_month int check (per_month > 0),
  version int not null default 1,
  -- The demo shop they came with.
  change_set_id uuid,
  primary key (workspace_id)
);
select regulars_wall('loyalty_referral_terms', 'full');

-- What a customer passes on; cards that were merged keep both of theirs.
create table loyalty_referral_codes (
  workspace_id uuid not null,
  code text not null,
  customer_id uuid not null,
  created_at timestamptz not null,
  primary key (workspace_id, code),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index loyalty_referral_codes_of_customer on loyalty_referral_codes (workspace_id, customer_id);
select regulars_wall('loyalty_referral_codes', 'full');

-- Who came through whom. Both are rewarded after the friend's first paid order.
create table loyalty_referrals (
  workspace_id uuid not null,
  id uuid not null,
  -- The friend, who is recommended once.
  customer_id uuid not null,
  giver_customer_id uuid not null,
  at timestamptz not null,
  by_name text not null,
  state text not null check (state in ('waiting', 'rewarded', 'refused')),
  -- Why nobody is rewarded: see Misfit in loyalty/referrals/rules/referral-fits.ts.
  why text,
  order_id uuid,
  decided_at timestamptz,
  friend_entry_id uuid,
  giver_entry_id uuid,
  primary key (workspace_id, id),
  unique (workspace_id, customer_id),
  foreign key (workspace_id, customer_id) references customers on delete cascade,
  foreign key (workspace_id, giver_customer_id) references customers on delete cascade
);
create index loyalty_referrals_of_giver on loyalty_referrals (workspace_id, giver_customer_id, at desc);
create index loyalty_referrals_by_time on loyalty_referrals (workspace_id, at desc, id desc);
select regulars_wall('loyalty_referrals', 'full');
