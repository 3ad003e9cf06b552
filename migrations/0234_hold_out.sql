-- A small share of alerts is quietly held back for a while, to see what acting on the others brings. One row per customer
-- and month for both sides, decided when the alert is raised and never changed: they are compared as they were drawn.
create table retention_hold_outs (
  workspace_id uuid not null,
  customer_id uuid not null,
  month date not null,
  alert_id uuid not null,
  class text not null,
  withheld boolean not null,
  raised_on date not null,
  -- The last day of the time that is compared.
  until_on date not null,
  -- Within that time; null while it runs.
  bought boolean,
  spent_minor bigint,
  primary key (workspace_id, customer_id, month),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index retention_hold_outs_open on retention_hold_outs (workspace_id, until_on) where bought is null;
create index retention_hold_outs_by_day on retention_hold_outs (workspace_id, raised_on);
select regulars_wall('retention_hold_outs', 'full');

alter table retention_alerts add column withheld_until date;
create index retention_alerts_withheld on retention_alerts (workspace_id, withheld_until)
  where withheld_until is not null;
create index retention_alerts_raised on retention_alerts (workspace_id, raised_on) where kind = 'late';
