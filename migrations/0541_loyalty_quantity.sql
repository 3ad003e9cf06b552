-- What a tier's discount for so many pieces took off; base currency. It has a limit in a period.
alter table loyalty_sales
  add column quantity_off_minor bigint not null default 0 check (quantity_off_minor >= 0);
