-- When the shop works: hours per weekday, whose public holidays it keeps, and days of its own.
create table shop_calendars (
  workspace_id uuid not null references workspaces,
  -- 'CN', 'TW' or 'none'.
  holidays text not null check (holidays in ('CN', 'TW', 'none')),
  -- ISO weekday → {from, to}; a weekday that is missing is a day off.
  hours jsonb not null,
  version int not null default 1,
  primary key (workspace_id)
);
select regulars_wall('shop_calendars', 'full');

create table shop_days (
  workspace_id uuid not null references workspaces,
  day date not null,
  works boolean not null,
  label text not null,
  by_name text not null,
  primary key (workspace_id, day)
);
select regulars_wall('shop_days', 'full');

-- Whoever knows the secret address reads the member's tasks. It is read before a workspace is known, so it stands
-- before the wall; only the secret's SHA-256 is kept.
create table calendar_feeds (
  token_hash bytea primary key,
  workspace_id uuid not null references workspaces,
  member_id uuid not null,
  -- Also the customer's name and the note.
  with_details boolean not null,
  created_at timestamptz not null,
  last_read_at timestamptz,
  unique (workspace_id, member_id)
);
grant select, insert, update, delete on calendar_feeds to regulars_app;
