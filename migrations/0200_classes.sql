-- One engine for every scheme. A scheme without a row has the defaults of schemes/rules/built-in.ts.
alter table class_settings add column active boolean not null default true;
-- {percents, bounds, steps, weights, serves}: what a scheme is cut by beyond the period and the way of cutting.
alter table class_settings add column options jsonb not null default '{}';
update class_settings set options = jsonb_build_object('bounds', jsonb_strip_nulls(jsonb_build_object(
    'frequency', case when fixed_frequency is null then null else jsonb_build_array(fixed_frequency) end,
    'average', case when fixed_average_minor is null then null else jsonb_build_array(fixed_average_minor) end)))
where fixed_frequency is not null or fixed_average_minor is not null;
alter table class_settings drop column fixed_frequency, drop column fixed_average_minor;
alter table class_settings drop constraint class_settings_cut_by_check;
alter table class_settings add constraint class_settings_cut_by_check
  check (cut_by in ('mean', 'median', 'percentile', 'fixed', 'rank', 'natural', 'shares'));

-- Why nobody is divided; null when somebody is.
alter table class_runs add column missing text;
-- Cuts are kept by measure: {bounds: {frequency: [4.3], average: [28600]}, base}.
update class_runs set cuts = case cuts ->> 'scheme'
    when 'value-matrix' then jsonb_build_object('bounds', jsonb_build_object(
      'frequency', jsonb_build_array(cuts -> 'at' -> 'frequency'),
      'average', jsonb_build_array(cuts -> 'at' -> 'average')))
    else jsonb_build_object('bounds', jsonb_build_object(
      'recency', cuts -> 'at' -> 'recency', 'frequency', cuts -> 'at' -> 'frequency',
      'money', cuts -> 'at' -> 'monetary'), 'steps', cuts -> 'at' -> 'levels') end
where cuts is not null;
update class_runs set missing = case when scheme = 'rfm' then 'customers' else 'purchases' end where cuts is null;

-- A prospect has bought nothing yet. v: the measures by which a scheme divides, l: the level of each, from 1.
alter table class_members alter column purchase_days drop not null;
alter table class_members alter column last_on drop not null;
alter table class_members rename column r to l1;
alter table class_members rename column f to l2;
alter table class_members rename column m to l3;
alter table class_members add column v1 double precision;
alter table class_members add column v2 double precision;
alter table class_members add column v3 double precision;

-- Several moves of a day follow each other. The money is what the customer's purchases of the period were worth then.
alter table class_moves add column at timestamptz not null default now();
alter table class_moves add column amount_minor bigint;

-- The shop's own ways of dividing, by two measures.
create table class_schemes (
  workspace_id uuid not null references workspaces,
  key text collate "C" not null,
  name text not null,
  -- Measures of schemes/rules/measures.ts, and on how many levels (2 or 3) each is cut.
  across text not null,
  across_levels smallint not null check (across_levels in (2, 3)),
  up text not null,
  up_levels smallint not null check (up_levels in (2, 3)),
  -- Class → the shop's name for it.
  names jsonb not null default '{}',
  change_set_id uuid,
  version int not null default 1,
  created_at timestamptz not null default now(),
  primary key (workspace_id, key)
);
select regulars_wall('class_schemes', 'full');

-- How well a class fits what the business can serve, as its people see it, and whether it is chosen.
create table class_fits (
  workspace_id uuid not null references workspaces,
  scheme text collate "C" not null,
  key text collate "C" not null,
  -- Question → 1 to 5.
  scores jsonb not null default '{}',
  chosen boolean not null default false,
  reason text,
  at timestamptz not null,
  by_name text not null,
  version int not null default 1,
  primary key (workspace_id, scheme, key)
);
select regulars_wall('class_fits', 'full');
