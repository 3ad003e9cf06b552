-- The store that looks after the customer; no foreign key, because imports write a million of them.
alter table customers add column branch_id uuid;
create index customers_by_branch on customers (workspace_id, branch_id, id) where binned_at is null and branch_id is not null;

-- Colleagues who work on a customer beside the owner.
create table customer_collaborators (
  workspace_id uuid not null,
  customer_id uuid not null,
  member_id uuid not null,
  access text not null check (access in ('read', 'edit')),
  since timestamptz not null,
  by_name text not null,
  primary key (workspace_id, customer_id, member_id),
  foreign key (workspace_id, customer_id) references customers on delete cascade
);
create index customer_collaborators_by_member on customer_collaborators (workspace_id, member_id, access, customer_id);
select regulars_wall('customer_collaborators', 'full');

-- As customer_matches(text, uuid[], int), which knew owners only. `owners` null: everybody's customers. Else those of
-- these owners, of these branches, and those that one of `sharing` works on beside the owner.
create function customer_matches(query text, owners uuid[], branches uuid[], sharing uuid[], cap int)
returns table (customer_id uuid)
language plpgsql stable security definer
set search_path = public, pg_temp
set enable_seqscan = off
as $$
declare
  wall constant uuid := nullif(current_setting('regulars.workspace_id', true), '')::uuid;
begin
  if owners is null then
    return query execute
      'select s.customer_id from customer_search s where s.workspace_id = $1 and s.terms @@ $2::tsquery limit $3'
      using wall, query, cap;
  else
    return query execute
      'select s.customer_id from customer_search s join customers c on c.workspace_id = $1 and c.id = s.customer_id
       where s.workspace_id = $1 and s.terms @@ $2::tsquery
         and (c.owner_id = any ($4) or c.branch_id = any ($5) or c.id = any (array(
           select k.customer_id from customer_collaborators k where k.workspace_id = $1 and k.member_id = any ($6))))
       limit $3'
      using wall, query, cap, owners, branches, sharing;
  end if;
end $$;
revoke all on function customer_matches(text, uuid[], uuid[], uuid[], int) from public;
grant execute on function customer_matches(text, uuid[], uuid[], uuid[], int) to regulars_app;
drop function customer_matches(text, uuid[], int);
