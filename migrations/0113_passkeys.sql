-- Keys that live in a phone, a computer or a stick: the public half. People stand before the wall, and so do these.
create table passkeys (
  user_id uuid not null references users on delete cascade,
  id uuid not null,
  -- As the device names it, base64url.
  credential_id text not null unique,
  public_key bytea not null,
  -- How often the device says it was used; one that goes back was copied.
  counter bigint not null,
  transports text[] not null,
  name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (user_id, id)
);
grant select, insert, update, delete on passkeys to regulars_app;

-- What a device is asked to sign, once; without a person where somebody signs in.
create table passkey_challenges (
  challenge text primary key,
  user_id uuid references users on delete cascade,
  expires_at timestamptz not null
);
create index passkey_challenges_expired on passkey_challenges (expires_at);
grant select, insert, delete on passkey_challenges to regulars_app;
