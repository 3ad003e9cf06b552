-- What a customer said of the share of their spending that this shop has. Every answer stays.
create table retention_wallet_shares (
  workspace_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  -- Per cent.
  share int not null check (share between 1 and 100),
  asked_on date not null,
  note text,
  by_member_id uuid,
  by_name text not null,
  at timestamptz not null,
  -- Entered by mistake.
  taken_back_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers
);
create index retention_wallet_shares_by_customer
  on retention_wallet_shares (workspace_id, customer_id, asked_on desc, id desc);
select regulars_wall('retention_wallet_shares', 'full');

-- The shop's own figures of loyalty as they stood in the night, and the names of competitors that notes are searched for.
create table retention_indicator_shops (
  workspace_id uuid not null references workspaces,
  figures jsonb,
  computed_at timestamptz,
  competitors text[] not null default '{}',
  version int not null default 0,
  primary key (workspace_id)
);
select regulars_wall('retention_indicator_shops', 'full');
