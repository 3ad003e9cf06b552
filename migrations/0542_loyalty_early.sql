-- Members first: some things are for some tiers alone, until a day or always. Coupons say so in their terms.
alter table loyalty_gifts
  -- Keys of tiers; empty: for everybody.
  add column tiers text[] not null default '{}',
  -- The last day on which only they may have it; null: always.
  add column tiers_until date;

create table loyalty_early_goods (
  workspace_id uuid not null references workspaces,
  -- Lower case; `typed` is how the shop writes it.
  sku text not null,
  typed text not null,
  tiers text[] not null check (cardinality(tiers) > 0),
  tiers_until date,
  by_name text not null,
  at timestamptz not null,
  primary key (workspace_id, sku)
);
select regulars_wall('loyalty_early_goods', 'full');
