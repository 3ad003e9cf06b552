-- What holds a customer refuses at once, without looking first whether the customer has come back: an undo of an import
-- deletes customers by the ten thousand, and knows before who is held.
alter table orders drop constraint orders_workspace_id_customer_id_fkey,
  add constraint orders_workspace_id_customer_id_fkey
  foreign key (workspace_id, customer_id) references customers on delete restrict;
alter table visits drop constraint visits_workspace_id_customer_id_fkey,
  add constraint visits_workspace_id_customer_id_fkey
  foreign key (workspace_id, customer_id) references customers on delete restrict;
