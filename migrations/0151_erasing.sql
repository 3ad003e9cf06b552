-- Facts are appended and never changed — but for one thing: the person whom they name is erased. These functions do just
-- that, only for customers whose card was made anonymous before, and only behind the wall of the workspace.

create function customer_erased_among(cards uuid[]) returns uuid[] language sql stable set search_path = public, pg_temp as $$
  select coalesce(array_agg(id), '{}') from customers
  where workspace_id = nullif(current_setting('regulars.workspace_id', true), '')::uuid
    and id = any (cards) and erased_at is not null
$$;

-- Deletes the rows of one table about these customers, or empties the columns named in `blanks`.
create function customer_erase_rows(target text, card_column text, cards uuid[], blanks text[]) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  wall constant uuid := nullif(current_setting('regulars.workspace_id', true), '')::uuid;
  erased constant uuid[] := customer_erased_among(cards);
  emptied text;
  done bigint;
begin
  if card_column not like '%customer\_id' then
    raise exception '% names no customer', card_column;
  end if;
  if blanks is null then
    execute format('delete from %I where workspace_id = $1 and %I = any ($2)', target, card_column) using wall, erased;
  else
    select string_agg(
      format('%I = %s', a.attname, case
        when not a.attnotnull then 'null'
        when a.atttypid = 'jsonb'::regtype
          then format('case jsonb_typeof(%I) when ''array'' then ''[]''::jsonb else ''{}''::jsonb end', a.attname)
        when a.atttypid in ('text[]'::regtype, 'uuid[]'::regtype) then '''{}'''
        else '''''' end), ', ')
    into emptied
    from pg_attribute a
    where a.attrelid = format('public.%I', target)::regclass and a.attname = any (blanks) and not a.attisdropped;
    execute format('update %I set %s where workspace_id = $1 and %I = any ($2)', target, emptied, card_column)
      using wall, erased;
  end if;
  get diagnostics done = row_count;
  return done;
end $$;
revoke all on function customer_erase_rows from public;
grant execute on function customer_erase_rows to regulars_app;

-- `parts` wherever they stand in a text, `wholes` where they are all of it.
create function customer_scrub_text(value text, parts text[], wholes text[]) returns text
language plpgsql immutable set search_path = public, pg_temp as $$
declare
  part text;
begin
  if value is null then return null; end if;
  if value = any (wholes) then return '—'; end if;
  foreach part in array parts loop
    value := replace(value, part, '—');
  end loop;
  return value;
end $$;

create function customer_scrub_json(value jsonb, parts text[], wholes text[]) returns jsonb
language plpgsql immutable set search_path = public, pg_temp as $$
begin
  return case jsonb_typeof(value)
    when 'string' then to_jsonb(customer_scrub_text(value #>> '{}', parts, wholes))
    when 'array' then (
      select coalesce(jsonb_agg(customer_scrub_json(item, parts, wholes) order by place), '[]')
      from jsonb_array_elements(value) with ordinality items (item, place))
    when 'object' then (
      select coalesce(jsonb_object_agg(customer_scrub_text(key, parts, '{}'), customer_scrub_json(item, parts, wholes)), '{}')
      from jsonb_each(value) entries (key, item))
    else value end;
end $$;

-- Traces of an erased person outside of the rows about them: protocols, answers kept for repeated requests, events, jobs,
-- unread rows of files, other people's notes. `needles` are parts and wholes as they stand in JSON, to look for first.
create function customer_scrub(cards uuid[], parts text[], wholes text[], needles text[]) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  wall constant uuid := nullif(current_setting('regulars.workspace_id', true), '')::uuid;
  place record;
  touched bigint := 0;
  here bigint;
begin
  if cardinality(customer_erased_among(cards)) = 0 or cardinality(needles) = 0 then return 0; end if;
  for place in
    select c.relname as name,
      string_agg(format(case
        when a.atttypid = 'jsonb'::regtype then '%1$I = customer_scrub_json(%1$I, $2, $3)'
        when a.atttypid = 'text[]'::regtype then '%1$I = array(select customer_scrub_text(one, $2, $3) from unnest(%1$I) with ordinality t (one, n) order by n)'
        else '%1$I = customer_scrub_text(%1$I, $2, $3)' end, a.attname), ', ') as changes,
      string_agg(format('coalesce(%I::text, '''')', a.attname), ' || '' '' || ') as all_text
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and exists (select from pg_attribute w where w.attrelid = c.oid and w.attname = 'workspace_id')
      -- Facts about customers are erased by who they are about; rights and words of the business name no customer.
      and c.relname !~ '^(customers|customer_(search|field_values|match_keys|tags|changes|consents|statistics|fields|field_sections|tombstones|consent_texts|disclosed|readings)|orders|order_lines|refunds|visits|products|purchase_days|currency_rates|class_.*|retention_.*|memberships|invitations|api_keys|roles|teams|branches|nights)$'
      and a.atttypid in ('text'::regtype, 'jsonb'::regtype, 'text[]'::regtype)
      -- Words of the program, and names of colleagues.
      and a.attname !~ '^(kind|state|way|action|entity|operation|key|type|language|law|purpose|channel|media_type|actor_kind|by_kind|.*by_name|actor_name|by|base)$'
      and (c.relname, a.attname) <> ('outbox_events', 'name') and (c.relname, a.attname) <> ('outbox_deliveries', 'reaction')
      and not exists (select from pg_index i where i.indrelid = c.oid and i.indisunique and a.attnum = any (i.indkey::int2[]))
      and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype in ('c', 'f') and a.attnum = any (k.conkey))
    group by c.oid, c.relname
  loop
    execute format(
      'update %I set %s where workspace_id = $1 and exists (select from unnest($4) needle where strpos(%s, needle) > 0)',
      place.name, place.changes, place.all_text) using wall, parts, wholes, needles;
    get diagnostics here = row_count;
    touched := touched + here;
  end loop;
  if to_regclass('pgboss.job') is not null then
    update pgboss.job set data = customer_scrub_json(data, parts, wholes)
    where data ->> 'workspaceId' = wall::text
      and exists (select from unnest(needles) needle where strpos(data::text, needle) > 0);
  end if;
  return touched;
end $$;
revoke all on function customer_scrub from public;
grant execute on function customer_scrub to regulars_app;
