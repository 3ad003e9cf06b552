-- What is left of a sale is said once for all figures of retention. Predictions had a margin of their own; where only
-- that one was said it is taken over, where both were the one of the leaky bucket stays.
alter table retention_economics
  drop constraint retention_economics_margin_percent_check,
  alter column margin_percent type numeric(5, 2),
  add constraint retention_economics_margin check (margin_percent > 0 and margin_percent <= 100);

do $$
declare shop uuid;
begin
  for shop in select id from workspaces loop
    perform set_config('regulars.workspace_id', shop::text, true);
    insert into retention_economics (workspace_id, margin_percent, hold_out_percent, version)
      select workspace_id, margin_percent, 10, 1 from retention_prediction_settings
      where workspace_id = shop and margin_percent <> 100
      on conflict (workspace_id) do update set
        margin_percent = excluded.margin_percent, version = retention_economics.version + 1
        where retention_economics.margin_percent is null;
    -- Values are kept after the margin, and follow it.
    update retention_predictions p set value_52_minor =
        least(9e18, round(p.value_52_minor * coalesce(e.margin_percent, 100) / coalesce(s.margin_percent, 100)))::bigint
      from retention_economics e left join retention_prediction_settings s on s.workspace_id = e.workspace_id
      where p.workspace_id = shop and e.workspace_id = shop
        and coalesce(e.margin_percent, 100) <> coalesce(s.margin_percent, 100);
  end loop;
  perform set_config('regulars.workspace_id', '', true);
end $$;

alter table retention_prediction_settings drop column margin_percent;
