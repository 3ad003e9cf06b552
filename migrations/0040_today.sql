-- Why a customer asks for attention. One open reason per (customer, kind, source): raising it again updates it.
create table today_reasons (
  workspace_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  kind text not null,
  -- What raised it, e.g. the alert's or promise's id; makes raising idempotent.
  source text not null,
  -- Base currency, minor units: what may be lost if nobody acts.
  stake_minor bigint not null default 0,
  due_on date,
  -- Values for the sentence `<module>:reasons.<kind>`.
  params jsonb not null default '{}',
  raised_on date not null,
  show_from date not null,
  settled_at timestamptz,
  settled_by text,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create unique index today_reasons_open on today_reasons (workspace_id, customer_id, kind, source) where settled_at is null;
create index today_reasons_desk on today_reasons (workspace_id, show_from, stake_minor desc) where settled_at is null;
select regulars_wall('today_reasons', 'full');
