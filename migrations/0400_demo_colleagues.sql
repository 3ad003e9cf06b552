-- The demo shop has colleagues. They have no way in: no password, no address that exists, and the doorkeeper passes them by.
alter table users add column demo boolean not null default false;
alter table users add constraint users_demo_has_no_password check (not demo or password_hash = '');
alter table memberships add column demo boolean not null default false;

-- What the demo shop has reckoned leaves with it.
alter table incentive_sheets add column change_set_id uuid;
alter table incentive_rules add column change_set_id uuid;
-- Rules that people wrote stay for good.
create policy incentive_rules_removed on incentive_rules as restrictive for delete using (change_set_id is not null);
grant delete on incentive_rules to regulars_app;
