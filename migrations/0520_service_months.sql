-- A service is due every so many months after the hand-over.
alter table products add column service_months int check (service_months between 1 and 120);
create index products_serviced on products (workspace_id, id) where service_months is not null;
-- Whose guarantee ends on a day.
create index orders_guarantee_ends on orders (workspace_id, after_until) where guarantee_months is not null;
