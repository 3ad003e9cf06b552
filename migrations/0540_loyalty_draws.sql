-- Lucky draws: stated odds, a seed whose hash is told before and which is told itself afterwards.
create table loyalty_draws (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  name text not null,
  -- What a try costs; 0: only tries that were given.
  points bigint not null check (points >= 0),
  -- An order of so much brings a try; minor units of the base currency. Null: none does.
  order_minor bigint check (order_minor > 0),
  day_limit int check (day_limit > 0),
  person_limit int check (person_limit > 0),
  from_day date not null,
  until_day date not null,
  -- The place of the prize that is given where the one won has run out; null: nothing is.
  fallback int,
  -- SHA-256 of the seed, hexadecimal, from publication on. The seed is stored nowhere: see loyalty/draws/seed.ts.
  seed_hash text,
  published_at timestamptz,
  ended_at timestamptz,
  tries int not null default 0,
  created_by_name text not null,
  created_at timestamptz not null,
  version int not null default 1,
  -- The demo shop it came with.
  change_set_id uuid,
  primary key (workspace_id, id),
  check (from_day <= until_day),
  check ((published_at is null) = (seed_hash is null))
);
create index loyalty_draws_by_time on loyalty_draws (workspace_id, created_at desc, id desc);
create index loyalty_draws_change_set on loyalty_draws (workspace_id, change_set_id) where change_set_id is not null;
select regulars_wall('loyalty_draws', 'full');

create table loyalty_draw_prizes (
  workspace_id uuid not null,
  draw_id uuid not null,
  -- In this order the prizes share out the numbers 0 to 9999.
  place int not null check (place between 1 and 12),
  name text not null,
  -- Of ten thousand tries.
  odds int not null check (odds between 1 and 10000),
  -- How many can be won; null: as many as are drawn.
  stock int check (stock > 0),
  won int not null default 0 check (won >= 0),
  -- See DrawPrize in loyalty/draws/contract.ts.
  give jsonb not null,
  primary key (workspace_id, draw_id, place),
  foreign key (workspace_id, draw_id) references loyalty_draws on delete cascade,
  check (won <= stock)
);
select regulars_wall('loyalty_draw_prizes', 'full');

-- Tries that a colleague gave. Those that orders bring are told from the orders.
create table loyalty_draw_chances (
  workspace_id uuid not null,
  id uuid not null,
  draw_id uuid not null,
  customer_id uuid not null,
  tries int not null check (tries > 0),
  reason text,
  at timestamptz not null,
  by_name text not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, draw_id) references loyalty_draws on delete cascade,
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index loyalty_draw_chances_of_customer on loyalty_draw_chances (workspace_id, customer_id, draw_id);
create index loyalty_draw_chances_of_draw on loyalty_draw_chances (workspace_id, draw_id);
select regulars_wall('loyalty_draw_chances', 'full');

create table loyalty_draw_tries (
  workspace_id uuid not null,
  id uuid not null,
  draw_id uuid not null,
  -- 1, 2, 3 … in each draw: what the number is drawn from.
  no int not null check (no > 0),
  customer_id uuid not null,
  number int not null check (number between 0 and 9999),
  -- The place that the number names, and the place that was given; they differ where the first had run out.
  landed int,
  prize int,
  -- What the try cost; 0: it had been given.
  points bigint not null,
  -- What the prize costs the shop at once: a gift at what its points are worth, stored value. Minor units.
  cost_minor bigint not null default 0,
  entry_id uuid,
  claim_id uuid,
  voucher_id uuid,
  value_act_id uuid,
  at timestamptz not null,
  -- The shop's day of `at`.
  day date not null,
  by_name text not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, draw_id) references loyalty_draws on delete cascade,
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create unique index loyalty_draw_tries_by_no on loyalty_draw_tries (workspace_id, draw_id, no);
create index loyalty_draw_tries_of_customer on loyalty_draw_tries (workspace_id, customer_id, draw_id, day);
create index loyalty_draw_tries_cost on loyalty_draw_tries (workspace_id, day) where cost_minor > 0;
select regulars_wall('loyalty_draw_tries', 'append');

-- A gift that was won is put aside like one that was paid for, and no points come back for it.
alter table loyalty_gift_claims alter column entry_id drop not null;
