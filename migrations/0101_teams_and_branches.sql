create table teams (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  name text not null,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
create unique index teams_name on teams (workspace_id, lower(name));
select regulars_wall('teams', 'full');

create table team_members (
  workspace_id uuid not null,
  team_id uuid not null,
  member_id uuid not null,
  primary key (workspace_id, team_id, member_id),
  foreign key (workspace_id, team_id) references teams on delete cascade,
  foreign key (workspace_id, member_id) references memberships on delete cascade
);
create index team_members_by_member on team_members (workspace_id, member_id);
select regulars_wall('team_members', 'full');

-- Stores. One that has closed keeps its customers and its name.
create table branches (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  name text not null,
  closed_at timestamptz,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
create unique index branches_name on branches (workspace_id, lower(name));
select regulars_wall('branches', 'full');

create table branch_members (
  workspace_id uuid not null,
  branch_id uuid not null,
  member_id uuid not null,
  since timestamptz not null,
  primary key (workspace_id, branch_id, member_id),
  foreign key (workspace_id, branch_id) references branches on delete cascade,
  foreign key (workspace_id, member_id) references memberships on delete cascade
);
create index branch_members_by_member on branch_members (workspace_id, member_id, since, branch_id);
select regulars_wall('branch_members', 'full');

-- While a colleague is away, the deputy's own rows include theirs.
create table absences (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  member_id uuid not null,
  deputy_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  by_name text not null,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  check (starts_at < ends_at and member_id <> deputy_id),
  foreign key (workspace_id, member_id) references memberships on delete cascade,
  foreign key (workspace_id, deputy_id) references memberships on delete cascade
);
create index absences_by_deputy on absences (workspace_id, deputy_id, ends_at);
create index absences_by_member on absences (workspace_id, member_id, ends_at);
select regulars_wall('absences', 'full');

-- Teams were a word beside the member; now each word is a team. Row security binds this migration, too.
do $$
declare shop uuid;
begin
  for shop in select distinct workspace_id from memberships where nullif(trim(team), '') is not null loop
    perform set_config('regulars.workspace_id', shop::text, true);
    insert into teams (workspace_id, id, name, created_at)
    select distinct on (lower(trim(team))) shop, gen_random_uuid(), trim(team), now()
    from memberships where workspace_id = shop and nullif(trim(team), '') is not null
    order by lower(trim(team)), trim(team);
    insert into team_members (workspace_id, team_id, member_id)
    select shop, t.id, m.id from memberships m
    join teams t on t.workspace_id = shop and lower(t.name) = lower(trim(m.team))
    where m.workspace_id = shop;
  end loop;
  perform set_config('regulars.workspace_id', '', true);
end $$;
alter table memberships drop column team;

alter table invitations add column team_ids uuid[] not null default '{}';
alter table invitations add column branch_ids uuid[] not null default '{}';
alter table invitations drop column team;
