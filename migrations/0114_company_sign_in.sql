-- The sign-in of the company that a business uses besides ours (OpenID Connect). Read before a workspace is known, so it
-- stands before the wall; every query names its workspace.
create table company_providers (
  workspace_id uuid primary key references workspaces,
  name text not null,
  issuer text not null,
  client_id text not null,
  -- Sealed with the installation's key.
  client_secret text not null,
  -- The role of whoever comes without an invitation; without one, nobody does.
  join_role text,
  enabled boolean not null,
  updated_at timestamptz not null
);
grant select, insert, update, delete on company_providers to regulars_app;

-- Who is whom there, once they came in by an address that the provider had verified.
create table company_subjects (
  workspace_id uuid not null references workspaces,
  issuer text not null,
  subject text not null,
  user_id uuid not null references users on delete cascade,
  primary key (workspace_id, issuer, subject)
);
create index company_subjects_user on company_subjects (user_id);
grant select, insert, delete on company_subjects to regulars_app;

-- On the way to the provider and back.
create table company_attempts (
  state_hash bytea primary key,
  -- Known to the browser that began: nobody finishes another's attempt.
  proof_hash bytea not null,
  workspace_id uuid not null references workspaces,
  verifier text not null,
  nonce text not null,
  expires_at timestamptz not null
);
create index company_attempts_expired on company_attempts (expires_at);
grant select, insert, delete on company_attempts to regulars_app;

-- A provider that one business trusts opens that business, not others of the same person.
alter table sessions add column only_workspace uuid;
