-- What of a sale was paid with money paid ahead, and the acts that took it; base currency.
alter table loyalty_sales
  add column value_minor bigint not null default 0 check (value_minor >= 0),
  add column value_act_ids uuid[] not null default '{}';
