-- Sales that were paid on account, as far as the buyer's tier allows. Base currency, minor units. What is open of one is
-- what was owed less what was paid and what went back with a refund.
create table loyalty_credits (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  -- Who owes it.
  customer_id uuid not null,
  -- The sale.
  order_id uuid not null,
  owed_minor bigint not null check (owed_minor > 0),
  paid_minor bigint not null default 0 check (paid_minor >= 0),
  back_minor bigint not null default 0 check (back_minor >= 0),
  at timestamptz not null,
  -- The shop's day of `at`, and the last one on which it is paid in time.
  day date not null,
  due_on date not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, order_id) references orders on delete cascade,
  foreign key (workspace_id, customer_id) references customers,
  check (paid_minor + back_minor <= owed_minor)
);
create unique index loyalty_credits_of_order on loyalty_credits (workspace_id, order_id);
create index loyalty_credits_of_customer on loyalty_credits (workspace_id, customer_id, due_on, id);
create index loyalty_credits_open on loyalty_credits (workspace_id, due_on, id) where owed_minor > paid_minor + back_minor;
select regulars_wall('loyalty_credits', 'full');

create table loyalty_credit_entries (
  workspace_id uuid not null,
  id uuid not null,
  credit_id uuid not null,
  customer_id uuid not null,
  -- Entries of one payment over several sales share it.
  act_id uuid not null,
  -- `give_back`: a refund; `owe_again`: that refund was a mistake; `take_back`: a payment was one.
  kind text not null check (kind in ('owe', 'pay', 'give_back', 'owe_again', 'take_back')),
  -- Signed: by how much more is open.
  amount_minor bigint not null,
  open_after_minor bigint not null check (open_after_minor >= 0),
  -- The payment that a `take_back` takes back.
  reverses_id uuid,
  -- The number of the till's document.
  reference text,
  reason text,
  at timestamptz not null,
  -- The shop's day of `at`.
  day date not null,
  member_id uuid,
  by_name text not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, credit_id) references loyalty_credits on delete cascade,
  foreign key (workspace_id, customer_id) references customers
);
create index loyalty_credit_entries_of_credit on loyalty_credit_entries (workspace_id, credit_id, at desc, id desc);
create index loyalty_credit_entries_of_act on loyalty_credit_entries (workspace_id, act_id);
create index loyalty_credit_entries_of_customer on loyalty_credit_entries (workspace_id, customer_id, at desc);
-- A payment is taken back once.
create unique index loyalty_credit_entries_reversed on loyalty_credit_entries (workspace_id, reverses_id)
  where reverses_id is not null;
select regulars_wall('loyalty_credit_entries', 'append');
