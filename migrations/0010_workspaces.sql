-- Sign-in. A person may belong to several workspaces and is known before a workspace is, so these tables stand before
-- the wall; every query names its user, its token or its workspace.
create table users (
  id uuid primary key,
  -- Lower case, trimmed.
  email text not null unique,
  name text not null,
  language text,
  password_hash text not null,
  -- Sealed with the installation's key. Pending until the first code is confirmed.
  totp_secret text,
  totp_pending text,
  -- The last 30-second step a code was accepted for: a code works once.
  totp_last_step int,
  created_at timestamptz not null
);
grant select, insert, update on users to regulars_app;

create table recovery_codes (
  user_id uuid not null references users on delete cascade,
  code_hash bytea not null,
  primary key (user_id, code_hash)
);
grant select, insert, delete on recovery_codes to regulars_app;

create table memberships (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  user_id uuid not null references users,
  role text not null check (role in ('owner', 'manager', 'sales', 'service', 'marketing', 'clerk', 'reader')),
  team text,
  deactivated_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, user_id)
);
create index memberships_user on memberships (user_id);
grant select, insert, update on memberships to regulars_app;

-- Tokens are kept as SHA-256 only: who reads this table cannot sign in with it.
create table sessions (
  id uuid primary key,
  token_hash bytea not null unique,
  user_id uuid not null references users on delete cascade,
  ip text,
  user_agent text,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index sessions_user on sessions (user_id);
grant select, insert, update, delete on sessions to regulars_app;

create table password_resets (
  token_hash bytea primary key,
  user_id uuid not null references users on delete cascade,
  expires_at timestamptz not null
);
create index password_resets_user on password_resets (user_id);
grant select, insert, delete on password_resets to regulars_app;

create table invitations (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  token_hash bytea not null,
  email text not null,
  role text not null,
  team text,
  invited_by_name text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, email)
);
create index invitations_token on invitations (token_hash);
grant select, insert, update, delete on invitations to regulars_app;

create table api_keys (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  key_hash bytea not null,
  -- The first characters, so that people know which key is meant.
  hint text not null,
  name text not null,
  role text not null,
  created_by_name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (workspace_id, id)
);
create unique index api_keys_hash on api_keys (key_hash);
grant select, insert, update, delete on api_keys to regulars_app;

create table setup_tokens (
  token_hash bytea primary key,
  expires_at timestamptz not null
);
grant select, insert, delete on setup_tokens to regulars_app;

-- Attempts in the running window, by what they are counted for (an address, an account at an address).
create table attempts (
  key text primary key,
  made int not null,
  window_ends timestamptz not null
);
create index attempts_window on attempts (window_ends);
grant select, insert, update, delete on attempts to regulars_app;
