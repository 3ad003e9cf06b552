-- What goods are to the customers who bought last, counted anew at night and after an import: how many bought them, how
-- many of those lately, and how long until the same customer buys them again.
create table retention_goods (
  workspace_id uuid not null references workspaces,
  product_id uuid not null,
  customers int not null,
  recent int not null,
  -- Customers who bought them again, and the sum of their mean ln(days) between.
  rebuyers int not null,
  rebuy_ln double precision not null,
  primary key (workspace_id, product_id)
);
create index retention_goods_popular on retention_goods (workspace_id, recent desc, product_id);
select regulars_wall('retention_goods', 'full');

-- Goods that the same customers bought: the 100 most similar of each (src/maths/recommend.ts).
create table retention_neighbours (
  workspace_id uuid not null references workspaces,
  product_id uuid not null,
  neighbour_id uuid not null,
  -- Customers who bought both.
  together int not null,
  similarity double precision not null,
  primary key (workspace_id, product_id, neighbour_id)
);
select regulars_wall('retention_neighbours', 'full');

-- The shelf as a whole: when it was counted, the weights that foretold the shop's own last purchases best, how well they
-- did, and what peers do between two purchases of the same goods (src/maths/rhythm-prior.ts).
create table retention_shelves (
  workspace_id uuid not null references workspaces,
  counted_at timestamptz not null,
  -- What the orders looked like then; the same ones are not counted again.
  orders_seen text not null,
  customers int not null,
  goods int not null,
  decay double precision not null,
  popular double precision not null,
  alike double precision not null,
  -- Customers whose last purchase was held back, and the share of it that stood among the first ten: by these weights,
  -- by popularity alone, by what they bought before alone.
  tried int not null,
  recall double precision,
  recall_popular double precision,
  recall_own double precision,
  rebuyers int not null,
  mean_log double precision not null,
  between_variance double precision not null,
  within_variance double precision not null,
  within_df double precision not null,
  primary key (workspace_id)
);
select regulars_wall('retention_shelves', 'full');

-- Further kinds of alerts: goods or a kind of goods no longer bought, smaller quantities. The contract names them all.
alter table retention_alerts drop constraint if exists retention_alerts_kind_check;

-- New alerts of these kinds in a day, for the whole shop; 0 is none.
alter table retention_settings add column goods_alerts int not null default 3;
