-- What this installation marks with (stamps of the log, links, tombstones, draws), sealed with its SECRET_KEY. Marks are
-- compared for years and cannot be made anew, so this key stays when SECRET_KEY is replaced. One row.
create table installation_keys (
  only_one boolean primary key default true check (only_one),
  marking_key text not null
);
grant select, insert on installation_keys to regulars_app;
