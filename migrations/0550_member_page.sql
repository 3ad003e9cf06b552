-- The member's own page is a way to them: what is sent there is a row that they read there.
alter table care_channels drop constraint care_channels_kind_check;
alter table care_channels add constraint care_channels_kind_check
  check (kind in ('email', 'sms', 'wechat', 'wecom', 'page', 'webhook', 'call', 'visit', 'letter', 'gift'));
alter table care_templates drop constraint care_templates_channel_check;
alter table care_templates add constraint care_templates_channel_check
  check (channel in ('email', 'sms', 'wechat', 'wecom', 'page', 'webhook', 'call', 'visit', 'letter', 'gift'));

create table care_page_messages (
  workspace_id uuid not null references workspaces,
  -- The message's own; a test has one that no message has.
  id uuid not null,
  customer_id uuid not null,
  title text not null,
  -- Paragraphs, with [words](address) in them.
  body text not null,
  at timestamptz not null,
  read_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index care_page_messages_of on care_page_messages (workspace_id, customer_id, at desc, id desc);
create index care_page_messages_unread on care_page_messages (workspace_id, customer_id) where read_at is null;
select regulars_wall('care_page_messages', 'full');

-- Who has been at their own page, and when they were last: whoever never was is not reached there.
create table care_page_visits (
  workspace_id uuid not null references workspaces,
  customer_id uuid not null,
  last_at timestamptz not null,
  primary key (workspace_id, customer_id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
select regulars_wall('care_page_visits', 'full');

-- Whether members find the event on their page without an invitation.
alter table care_gatherings add column listed boolean not null default false;
