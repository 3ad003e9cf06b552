-- What the shop invites its customers to, online or at the shop. (`care_events` are what came back of messages.)
create table care_gatherings (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  title text not null,
  body text not null default '',
  online boolean not null default false,
  -- The address, or the link of what is online; guests are told, the open page shows only the address.
  place text not null default '',
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- Null: as many as come.
  places int check (places > 0),
  price text not null default '',
  -- Keys of the tiers it is for; empty: everybody.
  tiers text[] not null default '{}',
  -- From then on everybody, those tiers only go first.
  opens_at timestamptz,
  -- Through which it tells its guests; null: nothing is sent.
  channel_id uuid,
  -- The lot of its invitations; what guests are told is the lot named by `id`, for it rests on another consent.
  invitation_id uuid not null,
  -- What is said in the words of this version: {"ticket": template, …}
  letters jsonb not null default '{}',
  -- What it costs besides messages, base currency; and the days after it in which purchases count.
  cost_minor bigint not null default 0,
  effect_days int not null default 30,
  cancelled_at timestamptz,
  version int not null default 1,
  created_by_name text not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  change_set_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, channel_id) references care_channels,
  check (ends_at > starts_at)
);
create index care_gatherings_by_day on care_gatherings (workspace_id, starts_at desc, id desc) where removed_at is null;
create index care_gatherings_invitation on care_gatherings (workspace_id, invitation_id);
create index care_gatherings_change_set on care_gatherings (workspace_id, change_set_id) where change_set_id is not null;
select regulars_wall('care_gatherings', 'full');

-- One row for each who was invited or wanted to come.
create table care_gathering_guests (
  workspace_id uuid not null,
  id uuid not null,
  gathering_id uuid not null,
  customer_id uuid not null,
  -- away: gave the place back.
  state text not null check (state in ('invited', 'registered', 'waiting', 'away')),
  -- How often they took a place: each time has its own ticket message.
  turn int not null default 0,
  invited_at timestamptz,
  -- Orders the waiting list.
  registered_at timestamptz,
  away_at timestamptz,
  came_at timestamptz,
  -- link: their own. open: the page for all. else: whoever wrote them down.
  by_name text not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, gathering_id) references care_gatherings on delete cascade,
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create unique index care_gathering_guests_once on care_gathering_guests (workspace_id, gathering_id, customer_id);
create index care_gathering_guests_queue on care_gathering_guests (workspace_id, gathering_id, state, registered_at, id);
create index care_gathering_guests_of on care_gathering_guests (workspace_id, customer_id, registered_at desc);
select regulars_wall('care_gathering_guests', 'full');
