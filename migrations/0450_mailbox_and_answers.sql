-- The mailbox in which answers and mails that came back are read. `secret` is sealed.
create table care_mailboxes (
  workspace_id uuid not null references workspaces,
  -- house: that of the installation (IMAP_URL).
  source text not null check (source in ('house', 'own')),
  host text,
  port int check (port between 1 and 65535),
  secure boolean,
  "user" text,
  secret text,
  -- What has been read: the mailbox's own numbering and the last number in it.
  validity text,
  last_uid bigint,
  -- Only the round with this number goes on; an older one ends.
  turn int not null default 0,
  checked_at timestamptz,
  -- The last look failed like this; null when it went well.
  problem text,
  version int not null default 1,
  primary key (workspace_id)
);
select regulars_wall('care_mailboxes', 'full');

-- What customers wrote back, by whichever way.
create table care_answers (
  workspace_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  -- What it answers; null where nobody can tell.
  message_id uuid,
  channel text not null,
  -- Its name at the other side, so that reading it twice keeps it once.
  external_id text not null,
  subject text,
  body text not null,
  at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers on delete cascade,
  foreign key (workspace_id, message_id) references care_messages
);
create unique index care_answers_once on care_answers (workspace_id, channel, external_id);
create index care_answers_of on care_answers (workspace_id, customer_id, at desc, id desc);
create index care_answers_message on care_answers (workspace_id, message_id) where message_id is not null;
select regulars_wall('care_answers', 'full');
