-- Customers whom the shop looks at one by one, again and again.
create table retention_key_accounts (
  workspace_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  since date not null,
  by_name text not null,
  -- What the shop wants to reach with this customer.
  aim text,
  every_weeks int not null check (every_weeks between 1 and 52),
  review_on date not null,
  ended_on date,
  change_set_id uuid,
  version int not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers
);
create unique index retention_key_accounts_now on retention_key_accounts (workspace_id, customer_id)
  where ended_on is null;
create index retention_key_accounts_due on retention_key_accounts (workspace_id, review_on, id) where ended_on is null;
create index retention_key_accounts_change_set on retention_key_accounts (workspace_id, change_set_id)
  where change_set_id is not null;
select regulars_wall('retention_key_accounts', 'full');

create table retention_account_reviews (
  workspace_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  account_id uuid not null,
  reviewed_on date not null,
  state text not null check (state in ('growing', 'steady', 'at_risk')),
  note text,
  by_member_id uuid,
  by_name text not null,
  at timestamptz not null,
  -- The answer on Today that it came with; taking that back takes the review back.
  outcome_id uuid,
  -- The day the review was due.
  due_on date not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers
);
create index retention_account_reviews_by_customer
  on retention_account_reviews (workspace_id, customer_id, reviewed_on desc, id desc);
select regulars_wall('retention_account_reviews', 'full');
