-- Who came in or tried to, when, from where and how. People are known before a workspace is, so it stands before the wall
-- like the sessions; every query names its person.
create table sign_ins (
  user_id uuid not null references users on delete cascade,
  id uuid not null,
  at timestamptz not null,
  -- 'in', or why not: 'password', 'code'.
  outcome text not null,
  -- 'password', 'code', 'recovery', 'link' (invitation, reset, setup), 'passkey', 'company'.
  way text not null,
  ip text,
  user_agent text,
  primary key (user_id, id)
);
create index sign_ins_at on sign_ins (user_id, at, id);
grant select, insert, delete on sign_ins to regulars_app;
