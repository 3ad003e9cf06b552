-- What customers get and what it costs them, as people and surveys score it, one to ten each. Appended: a newer score of
-- the same customer or class by the same person counts instead of the older one.
create table retention_value_scores (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  -- One of the two: a customer, or a class of the value matrix.
  customer_id uuid,
  class text collate "C",
  by_id uuid,
  by_name text not null,
  source text not null check (source in ('colleague', 'customer')),
  product smallint not null check (product between 1 and 10),
  service smallint not null check (service between 1 and 10),
  staff smallint not null check (staff between 1 and 10),
  image smallint not null check (image between 1 and 10),
  money smallint not null check (money between 1 and 10),
  "time" smallint not null check ("time" between 1 and 10),
  energy smallint not null check (energy between 1 and 10),
  psychic smallint not null check (psychic between 1 and 10),
  note text,
  at timestamptz not null,
  check (num_nonnulls(customer_id, class) = 1),
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index retention_value_scores_of_customer on retention_value_scores (workspace_id, customer_id, at desc)
  where customer_id is not null;
create index retention_value_scores_of_class on retention_value_scores (workspace_id, class, at desc)
  where class is not null;
select regulars_wall('retention_value_scores', 'full');
