-- Who did what, so that nobody can change it afterwards unnoticed. Each entry carries a digest of itself and a stamp of
-- that digest by the installation's key, which is not in the database; the seals chain the digests in the order in which
-- they were sealed. The detail is bound by a salted digest of its own: erasing a person takes detail and salt away and
-- leaves the digest, so that the chain stays whole.
alter table audit_entries
  add column salt bytea,
  add column detail_digest bytea,
  add column digest bytea,
  add column stamp bytea;

create table audit_seals (
  workspace_id uuid not null,
  seq bigint not null,
  entry_id uuid not null,
  -- SHA-256 of the seal before and the digest of the entry.
  hash bytea not null,
  primary key (workspace_id, seq),
  unique (workspace_id, entry_id)
);
select regulars_wall('audit_seals', 'append');

-- Where the chain of a workspace ends, stamped by the installation's key.
create table audit_heads (
  workspace_id uuid primary key,
  seq bigint not null,
  hash bytea not null,
  -- Entries up to here are from before there were stamps.
  unstamped bigint not null,
  stamp bytea
);
select regulars_wall('audit_heads', 'full');

-- Entries that wait for their seal. Like the outbox it stands before the wall: the worker asks for all workspaces at once.
create table audit_unsealed (
  workspace_id uuid not null,
  entry_id uuid not null,
  primary key (workspace_id, entry_id)
);
grant select, insert, delete on audit_unsealed to regulars_app;

-- What was written before is chained as it stands, without its details.
do $$
declare
  shop uuid;
  entry record;
  place bigint;
  last bytea;
  own bytea;
begin
  for shop in select id from workspaces loop
    perform set_config('regulars.workspace_id', shop::text, true);
    place := 0;
    last := '';
    for entry in select * from audit_entries where workspace_id = shop order by id loop
      select sha256(convert_to(string_agg(octet_length(part) || ':' || part, '' order by n), 'UTF8')) into own
      from unnest(array[
        entry.workspace_id::text, entry.id::text, floor(extract(epoch from entry.at) * 1000)::bigint::text,
        entry.actor_kind, coalesce(entry.actor_id::text, ''), entry.actor_name, entry.action, entry.entity,
        coalesce(entry.entity_id::text, ''), coalesce(entry.request_id, ''), '']) with ordinality parts (part, n);
      place := place + 1;
      last := sha256(last || own);
      update audit_entries set digest = own where workspace_id = shop and id = entry.id;
      insert into audit_seals values (shop, place, entry.id, last);
    end loop;
    if place > 0 then insert into audit_heads values (shop, place, last, place, null); end if;
  end loop;
  perform set_config('regulars.workspace_id', '', true);
end $$;

alter table audit_entries alter column digest set not null;

-- By day and by colleague, newest first.
create index audit_entries_at on audit_entries (workspace_id, at, id);
create index audit_entries_actor on audit_entries (workspace_id, actor_id, at, id);

-- Takes the details that name an erased person out of the log, and answers which entries they were in.
create function audit_redact(cards uuid[], needles text[]) returns setof uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  wall constant uuid := nullif(current_setting('regulars.workspace_id', true), '')::uuid;
begin
  if cardinality(customer_erased_among(cards)) = 0 then return; end if;
  return query
    update audit_entries set detail = '{}', salt = null
    where workspace_id = wall and exists (select from unnest(needles) needle where strpos(detail::text, needle) > 0)
    returning id;
end $$;
revoke all on function audit_redact from public;
grant execute on function audit_redact to regulars_app;
