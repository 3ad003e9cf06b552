-- Roles that do not work without a second step: built-in ones by their name, the shop's own by their id.
create table second_step_roles (
  workspace_id uuid not null,
  role text not null,
  primary key (workspace_id, role)
);
select regulars_wall('second_step_roles', 'full');

-- Two things were shown when this session began: a device and its owner's finger, face or PIN.
alter table sessions add column strong boolean not null default false;
