-- Who was in which class before the shop was first divided, worked out from its purchases by the cuts of today's settings.
create table class_pasts (
  workspace_id uuid not null references workspaces,
  scheme text collate "C" not null,
  -- The first month of which it is known who moved.
  from_month date not null,
  -- What was noted until then told of an incomplete shop; the past below stands for it.
  written_at timestamptz not null,
  primary key (workspace_id, scheme)
);
select regulars_wall('class_pasts', 'full');

create table class_past_moves (
  workspace_id uuid not null,
  scheme text collate "C" not null,
  -- The purchase of that month that moved them, or its last day.
  day date not null,
  customer_id uuid not null,
  from_key text,
  to_key text,
  amount_minor bigint,
  primary key (workspace_id, scheme, day, customer_id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index class_past_moves_of_customer on class_past_moves (workspace_id, customer_id);
select regulars_wall('class_past_moves', 'full');

-- What the demo shop set, so that it goes with the demo shop.
alter table class_settings add column change_set_id uuid;
alter table class_fits add column change_set_id uuid;
alter table retention_value_scores add column change_set_id uuid;
