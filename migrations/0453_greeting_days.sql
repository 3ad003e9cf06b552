-- Days that everybody keeps: public holidays by their key, and the shop's own.
alter table care_greetings drop constraint care_greetings_kind_check;
alter table care_greetings add constraint care_greetings_kind_check check (length(kind) between 1 and 60);
-- Whoever gets the message is given this coupon as it goes out; its code is the field {{coupon}}.
alter table care_greetings add column coupon_id uuid;
alter table care_campaigns add column coupon_id uuid;
alter table care_sendings add column coupon_id uuid;

create table care_own_days (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  name text not null,
  calendar text not null check (calendar in ('solar', 'lunar')),
  month smallint not null check (month between 1 and 12),
  day smallint not null check (day between 1 and 31),
  created_by_name text not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, id)
);
select regulars_wall('care_own_days', 'full');

-- What came with the demo shop goes with its undo.
alter table care_channels add column change_set_id uuid;
alter table care_greetings add column change_set_id uuid;
alter table care_own_days add column change_set_id uuid;
