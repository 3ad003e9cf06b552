-- The last day of the points that the shop was last reminded of; null: nobody needs to be reminded.
alter table loyalty_accounts add column reminded_for date;
create index loyalty_accounts_reminded on loyalty_accounts (workspace_id, customer_id) where reminded_for is not null;
