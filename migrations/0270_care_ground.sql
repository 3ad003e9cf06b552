-- The ways out that the shop has set up. `secrets` is sealed; nothing of it ever leaves the house.
create table care_channels (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  kind text not null check (kind in ('email', 'sms', 'wechat', 'wecom', 'webhook')),
  provider text not null,
  name text not null,
  settings jsonb not null,
  secrets text,
  -- What the provider allows; null: as fast as it goes.
  per_minute int check (per_minute > 0),
  -- What one message costs, base currency.
  cost_minor bigint not null default 0,
  -- The last test or sending failed like this; null when it went well.
  problem text,
  -- Whoever sends through the channel at this moment: a newer run takes over from an older.
  run_id uuid,
  version int not null default 1,
  created_by_name text not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, id)
);
select regulars_wall('care_channels', 'full');

create table care_settings (
  workspace_id uuid not null references workspaces,
  -- Wall clock of the customer; the same time twice: no quiet hours.
  quiet_from text not null,
  quiet_to text not null,
  -- At most so many messages to one person within so many days, over all channels.
  budget_contacts int not null,
  budget_days int not null,
  -- At least so many days between two promotions to one person.
  promotion_gap_days int not null,
  hold_out_percent int not null,
  -- More recipients than this need a second person's yes; null: never.
  approval_above int,
  seeds text[] not null default '{}',
  track_opens boolean not null,
  track_clicks boolean not null,
  -- Which country's rules on marks and refusal words apply.
  law text not null check (law in ('CN', 'TW', 'none')),
  -- Shown below every mail.
  imprint text not null default '',
  version int not null default 1,
  primary key (workspace_id)
);
select regulars_wall('care_settings', 'full');

-- Addresses that nothing goes to any more, by SHA-256 of workspace and address, so that erasing a person keeps the no.
create table care_suppressions (
  workspace_id uuid not null references workspaces,
  channel text not null,
  address_hash bytea not null,
  -- Enough to know it again: l***@example.com.
  shown text not null,
  reason text not null check (reason in ('bounce', 'complaint', 'refused', 'unsubscribed', 'manual')),
  at timestamptz not null,
  primary key (workspace_id, channel, address_hash)
);
create index care_suppressions_at on care_suppressions (workspace_id, at desc, address_hash);
select regulars_wall('care_suppressions', 'full');

create table care_templates (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  name text not null,
  channel text not null check (channel in ('email', 'sms', 'wechat', 'wecom', 'webhook', 'letter')),
  purpose text not null check (purpose in ('service', 'promise', 'greeting', 'promotion')),
  version int not null default 1,
  changed_at timestamptz not null,
  changed_by_name text not null,
  retired_at timestamptz,
  change_set_id uuid,
  primary key (workspace_id, id)
);
select regulars_wall('care_templates', 'full');

-- What went out stays readable as it was.
create table care_template_versions (
  workspace_id uuid not null,
  template_id uuid not null,
  version int not null,
  content jsonb not null,
  at timestamptz not null,
  by_name text not null,
  primary key (workspace_id, template_id, version),
  foreign key (workspace_id, template_id) references care_templates on delete cascade
);
select regulars_wall('care_template_versions', 'append');

create table care_campaigns (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  name text not null,
  goal text,
  offer text,
  purpose text not null check (purpose in ('service', 'greeting', 'promotion')),
  channel_id uuid not null,
  template_id uuid not null,
  -- The other version; null without A/B.
  template_b_id uuid,
  -- {"rule": "split"} or {"rule": "winner", "testPercent", "hours", "by": "opens" | "clicks"}
  ab jsonb,
  -- {"include": [part], "exclude": [part]}
  audience jsonb not null,
  hold_out_percent int not null,
  -- Days after sending in which purchases count.
  effect_days int not null,
  -- Most it may cost, base currency; null: no limit. And what is spent besides messages.
  budget_minor bigint,
  other_cost_minor bigint not null default 0,
  -- Of 100 of revenue so much stays after the goods.
  margin_percent int not null,
  starts_at timestamptz,
  state text not null check (state in ('draft', 'asked', 'planned', 'started', 'stopped')),
  asked_by uuid,
  asked_by_name text,
  approved_by_name text,
  -- Who started it: customers within their reach are meant.
  started_by uuid,
  started_at timestamptz,
  version int not null default 1,
  created_by_name text not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  change_set_id uuid,
  primary key (workspace_id, id)
);
create index care_campaigns_newest on care_campaigns (workspace_id, created_at desc, id desc) where removed_at is null;
select regulars_wall('care_campaigns', 'full');

-- What all senders use: one row per lot of messages that goes out through one channel.
create table care_sendings (
  workspace_id uuid not null,
  id uuid not null,
  channel_id uuid not null,
  sender text not null check (sender in ('campaign', 'greeting', 'single', 'journey', 'newsletter', 'event')),
  -- The campaign, the greeting …
  sender_id uuid not null,
  purpose text not null check (purpose in ('service', 'promise', 'greeting', 'promotion')),
  -- Lower goes first.
  priority int not null,
  -- freezing: recipients are being written down. open: messages go out.
  state text not null check (state in ('freezing', 'open', 'paused', 'stopped', 'finished')),
  -- The last customer that was written down.
  frozen_to uuid,
  -- When the shop's own addresses got their copy.
  seeded_at timestamptz,
  opened_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, channel_id) references care_channels
);
create unique index care_sendings_of on care_sendings (workspace_id, sender, sender_id);
create index care_sendings_open on care_sendings (workspace_id, channel_id, priority, id) where state = 'open';
select regulars_wall('care_sendings', 'full');

-- One row per person and step: what is to go out, what became of it, and who was left in peace to compare with.
create table care_messages (
  workspace_id uuid not null,
  id uuid not null,
  sending_id uuid not null,
  customer_id uuid not null,
  step text not null default '',
  -- sending: claimed, on the wire. unknown: the process died meanwhile, nobody knows. held: the comparison group.
  state text not null check (state in ('planned', 'sending', 'sent', 'failed', 'unknown', 'skipped', 'held')),
  -- Why it was skipped or failed.
  reason text,
  -- Belongs to the comparison: drawn among those who might have got it. Null: was not drawn.
  drawn boolean,
  variant text,
  -- The class within which it was drawn, and the draw, 0 to 1.
  stratum text,
  draw double precision,
  template_id uuid not null,
  template_version int not null,
  language text,
  -- Values of the sender's own merge fields.
  fields jsonb,
  -- Null: waits for a decision.
  due_at timestamptz,
  attempts int not null default 0,
  run_id uuid,
  -- Where it went.
  address text,
  provider_id text,
  cost_minor bigint not null default 0,
  claimed_at timestamptz,
  sent_at timestamptz,
  delivered_at timestamptz,
  opened_at timestamptz,
  -- Opened by a program that looks through mails.
  machine_opened_at timestamptz,
  clicked_at timestamptz,
  answered_at timestamptz,
  bounced_at timestamptz,
  complained_at timestamptz,
  unsubscribed_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, sending_id) references care_sendings on delete cascade,
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create unique index care_messages_once on care_messages (workspace_id, sending_id, customer_id, step);
create index care_messages_due on care_messages (workspace_id, sending_id, due_at, id) where state = 'planned';
create index care_messages_wire on care_messages (workspace_id, sending_id, run_id) where state = 'sending';
create index care_messages_state on care_messages (workspace_id, sending_id, state, id);
create index care_messages_of on care_messages (workspace_id, customer_id, sent_at desc, id desc) where sent_at is not null;
create index care_messages_provider on care_messages (workspace_id, provider_id) where provider_id is not null;
select regulars_wall('care_messages', 'full');

-- What came back: opens, clicks, answers, bounces … as they happened.
create table care_events (
  workspace_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  kind text not null,
  detail jsonb not null default '{}',
  at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, message_id) references care_messages on delete cascade
);
create index care_events_of on care_events (workspace_id, message_id, at);
select regulars_wall('care_events', 'append');

-- No promotion while it stands: bereavement, illness, anger.
create table care_pauses (
  workspace_id uuid not null,
  customer_id uuid not null,
  reason text not null check (reason in ('bereavement', 'illness', 'complaint', 'other')),
  until date,
  by_name text not null,
  at timestamptz not null,
  primary key (workspace_id, customer_id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
select regulars_wall('care_pauses', 'full');
