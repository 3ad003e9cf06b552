-- How often lost customers came back by themselves, by half-years since they were lost; added up at night.
create table retention_returns (
  workspace_id uuid not null references workspaces,
  half_years int not null,
  -- Losses that were seen for that half-year to its end, or ended in it.
  away int not null,
  returned int not null,
  primary key (workspace_id, half_years)
);
select regulars_wall('retention_returns', 'full');
