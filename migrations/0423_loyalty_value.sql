-- What topping up brings besides: see ValueTerms in loyalty/value/contract.ts.
create table loyalty_value_terms (
  workspace_id uuid not null references workspaces,
  bonuses jsonb not null default '[]',
  -- The most that may stand on one card.
  most_minor bigint check (most_minor > 0),
  version int not null default 1,
  -- The demo shop they came with.
  change_set_id uuid,
  primary key (workspace_id)
);
select regulars_wall('loyalty_value_terms', 'full');

-- Money that customers paid ahead. Base currency, minor units: the customer's own money and what the shop gave on top.
create table loyalty_value_cards (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  kind text not null check (kind in ('account', 'gift')),
  -- Whose it is; a gift card is nobody's until somebody claims it.
  customer_id uuid,
  -- A keyed mark of a gift card's code; the code itself is nowhere.
  code_mark text,
  -- Its last four characters, to tell cards apart.
  code_tail text,
  paid_minor bigint not null default 0 check (paid_minor >= 0),
  bonus_minor bigint not null default 0 check (bonus_minor >= 0),
  opened_at timestamptz not null,
  member_id uuid,
  by_name text not null,
  change_set_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers,
  check ((kind = 'gift') = (code_mark is not null))
);
create unique index loyalty_value_cards_code on loyalty_value_cards (workspace_id, code_mark) where code_mark is not null;
create index loyalty_value_cards_of_customer on loyalty_value_cards (workspace_id, customer_id, id);
create index loyalty_value_cards_change_set on loyalty_value_cards (workspace_id, change_set_id)
  where change_set_id is not null;
select regulars_wall('loyalty_value_cards', 'full');

create table loyalty_value_entries (
  workspace_id uuid not null,
  id uuid not null,
  card_id uuid not null,
  -- Who paid it in or paid with it; null where nobody was named.
  customer_id uuid,
  -- Entries of one payment over several cards share it.
  act_id uuid not null,
  kind text not null check (kind in ('top_up', 'pay', 'take_back', 'pay_out')),
  -- Signed.
  paid_minor bigint not null,
  bonus_minor bigint not null,
  balance_after_minor bigint not null check (balance_after_minor >= 0),
  -- The entry that a `take_back` takes back.
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
  foreign key (workspace_id, card_id) references loyalty_value_cards on delete cascade,
  foreign key (workspace_id, customer_id) references customers
);
create index loyalty_value_entries_of_card on loyalty_value_entries (workspace_id, card_id, at desc, id desc);
create index loyalty_value_entries_of_act on loyalty_value_entries (workspace_id, act_id);
create index loyalty_value_entries_of_customer on loyalty_value_entries (workspace_id, customer_id, at desc);
create index loyalty_value_entries_reversed on loyalty_value_entries (workspace_id, reverses_id)
  where reverses_id is not null;
create index loyalty_value_entries_by_day on loyalty_value_entries (workspace_id, day);
select regulars_wall('loyalty_value_entries', 'append');
