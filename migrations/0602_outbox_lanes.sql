-- What concerns many is delivered beside what concerns a few, so that a customer's order need not wait for a whole shop.
alter table outbox_deliveries add column of_many boolean not null default false;
drop index outbox_deliveries_due;
create index outbox_deliveries_due on outbox_deliveries (of_many, due_at) where attempts < 12;
