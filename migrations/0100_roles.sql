-- Roles that the shop made itself: a built-in one, copied and changed. `grants`: right → reach; `fields`: field → reach.
create table roles (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  name text not null,
  -- The built-in role that it was copied from.
  base text not null,
  grants jsonb not null,
  fields jsonb not null,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id)
);
create unique index roles_name on roles (workspace_id, lower(name));
select regulars_wall('roles', 'full');

-- A member's role, as a key's and an invitation's, is a built-in one or the id of one of the shop's own.
alter table memberships drop constraint memberships_role_check;
-- From then on nobody comes in by this membership.
alter table memberships add column ends_at timestamptz;
