-- How customers without an owner find one. One row per workspace; whoever gives customers away holds it.
create table distribution_settings (
  workspace_id uuid not null references workspaces,
  -- Days without contact after which a customer goes back to the pool; null: never.
  pool_after_days int,
  -- So many days beforehand the owner is told.
  warn_days int not null default 7,
  takes_a_day int not null default 5,
  -- From the pool, only customers of one's own branches and those of none.
  own_branch_only boolean not null default false,
  version int not null default 1,
  primary key (workspace_id)
);
select regulars_wall('distribution_settings', 'full');

-- In order; the first that fits and has somebody with room gives the customer. What is null fits everybody.
create table distribution_rules (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  position int not null,
  branch_id uuid,
  tag text,
  source text,
  -- In turn.
  member_ids uuid[] not null,
  -- Whose turn it was last.
  last_member_id uuid,
  primary key (workspace_id, id)
);
select regulars_wall('distribution_rules', 'full');

-- How many customers a colleague looks after at most; without a row, as many as come.
create table distribution_limits (
  workspace_id uuid not null references workspaces,
  member_id uuid not null,
  customers int not null check (customers >= 0),
  primary key (workspace_id, member_id)
);
select regulars_wall('distribution_limits', 'full');

-- Customers who go back to the pool unless somebody is in touch with them before.
create table pool_warnings (
  workspace_id uuid not null,
  customer_id uuid not null,
  owner_id uuid not null,
  warned_on date not null,
  leaves_on date not null,
  primary key (workspace_id, customer_id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index pool_warnings_due on pool_warnings (workspace_id, leaves_on, customer_id);
select regulars_wall('pool_warnings', 'full');
