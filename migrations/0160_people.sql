-- Who stands around a customer: another customer, or a person who has no card. `role`: what the other is to the customer;
-- read from the other's side it is turned round.
create table customer_people (
  workspace_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  other_customer_id uuid,
  role text not null,
  -- In words: what somebody does in the company, or what an `other` is.
  label text,
  -- What a contact has to say about buying.
  stake text check (stake in ('decides', 'influences', 'uses', 'pays')),
  -- Of whoever has no card.
  name text,
  phone text,
  note text,
  by_name text not null,
  at timestamptz not null,
  change_set_id uuid,
  version int not null default 1,
  primary key (workspace_id, id),
  unique (workspace_id, customer_id, other_customer_id, role),
  foreign key (workspace_id, customer_id) references customers,
  foreign key (workspace_id, other_customer_id) references customers,
  check ((other_customer_id is null) = (name is not null))
);
create index customer_people_of on customer_people (workspace_id, other_customer_id) where other_customer_id is not null;
create index customer_people_change_set on customer_people (workspace_id, change_set_id) where change_set_id is not null;
select regulars_wall('customer_people', 'full');

-- Days that matter to a customer or to somebody around them.
create table customer_occasions (
  workspace_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  -- Whose day it is; the customer's own unless said.
  person_id uuid,
  kind text not null,
  title text,
  calendar text not null check (calendar in ('solar', 'lunar')),
  year smallint,
  month smallint not null,
  -- 0: only the month is known.
  day smallint not null,
  leap boolean not null default false,
  once boolean not null default false,
  -- Shown in Today so many days before; as birthdays are unless said.
  days_ahead smallint,
  sensitive boolean not null default false,
  note text,
  by_name text not null,
  at timestamptz not null,
  change_set_id uuid,
  version int not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers,
  foreign key (workspace_id, person_id) references customer_people on delete cascade
);
create index customer_occasions_of on customer_occasions (workspace_id, customer_id, id);
create index customer_occasions_kept on customer_occasions (workspace_id, month, day, calendar, leap);
create index customer_occasions_person on customer_occasions (workspace_id, person_id) where person_id is not null;
create index customer_occasions_change_set on customer_occasions (workspace_id, change_set_id) where change_set_id is not null;
select regulars_wall('customer_occasions', 'full');
