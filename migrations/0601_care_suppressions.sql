-- A line of the list can be lifted; its name says nothing of the address.
alter table care_suppressions add column id uuid not null default gen_random_uuid();
create unique index care_suppressions_id on care_suppressions (workspace_id, id);
alter table care_suppressions drop constraint care_suppressions_reason_check;
alter table care_suppressions add constraint care_suppressions_reason_check check (reason in ('bounce', 'complaint', 'manual'));
