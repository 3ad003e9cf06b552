-- A foreign key is checked row by row, and the check locks the row it looks at: much of the time of an import, and most
-- of its undo, went there. The rows of these tables are written only by a transaction that holds what they belong to
-- (the order it has just written or locked, the customer, or the customer's statistics). So no check is needed when
-- they come, and one statement for all that were deleted takes them along when what they belong to goes.
alter table order_lines drop constraint order_lines_workspace_id_order_id_fkey;
alter table refunds drop constraint refunds_workspace_id_order_id_fkey;
alter table customer_search drop constraint customer_search_workspace_id_customer_id_fkey;
alter table customer_tags drop constraint customer_tags_workspace_id_customer_id_fkey;
alter table customer_changes drop constraint customer_changes_workspace_id_customer_id_fkey;
alter table customer_statistics drop constraint customer_statistics_workspace_id_customer_id_fkey;
alter table purchase_days drop constraint purchase_days_workspace_id_customer_id_fkey;
alter table retention_rhythms drop constraint retention_rhythms_workspace_id_customer_id_fkey;
alter table class_moves drop constraint class_moves_workspace_id_customer_id_fkey;

-- Each is looked up by its key, however many they are: a plan made for many must not scan a table for one.
create function forget_orders() returns trigger language plpgsql security definer
set search_path = public, pg_temp set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
begin
  delete from order_lines t using gone g where t.workspace_id = g.workspace_id and t.order_id = g.id;
  delete from refunds t using gone g where t.workspace_id = g.workspace_id and t.order_id = g.id;
  return null;
end $$;
create trigger forget_orders after delete on orders referencing old table as gone
  for each statement execute function forget_orders();

-- Statistics first: whoever computes them holds their lock, and what that wrote is seen by the statements that follow.
create function forget_customers() returns trigger language plpgsql security definer
set search_path = public, pg_temp set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
begin
  delete from customer_statistics t using gone g where t.workspace_id = g.workspace_id and t.customer_id = g.id;
  delete from purchase_days t using gone g where t.workspace_id = g.workspace_id and t.customer_id = g.id;
  delete from customer_search t using gone g where t.workspace_id = g.workspace_id and t.customer_id = g.id;
  delete from customer_tags t using gone g where t.workspace_id = g.workspace_id and t.customer_id = g.id;
  delete from customer_changes t using gone g where t.workspace_id = g.workspace_id and t.customer_id = g.id;
  delete from retention_rhythms t using gone g where t.workspace_id = g.workspace_id and t.customer_id = g.id;
  delete from class_moves t using gone g where t.workspace_id = g.workspace_id and t.customer_id = g.id;
  return null;
end $$;
create trigger forget_customers after delete on customers referencing old table as gone
  for each statement execute function forget_customers();

-- What holds a customer refuses at once, without looking first whether the customer has come back.
alter table orders drop constraint orders_workspace_id_customer_id_fkey,
  add constraint orders_workspace_id_customer_id_fkey
  foreign key (workspace_id, customer_id) references customers on delete restrict;
alter table visits drop constraint visits_workspace_id_customer_id_fkey,
  add constraint visits_workspace_id_customer_id_fkey
  foreign key (workspace_id, customer_id) references customers on delete restrict;
