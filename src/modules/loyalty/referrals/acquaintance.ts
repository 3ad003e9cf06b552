import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { FAMILY } from '../ledger/transfer.ts';
import type { Acquaintance } from './rules/referral-fits.ts';

/** Further up nobody looks: a chain of recommendations of this length is no circle of friends. */
const STEPS = 50;

/** What tells a friend from oneself. `referralId`: the recommendation that is looked at itself. */
export async function acquaintanceOf(
  ctx: Ctx,
  friendId: string,
  giverId: string,
  referralId: string | null,
): Promise<Acquaintance> {
  const workspace = ctx.workspace.id;
  const { rows } = await sql<Acquaintance>`
    with recursive cards as (
      select id, coalesce(merged_into, id) as stands from customers
      where workspace_id = ${workspace} and (id = any (${[friendId, giverId]}::uuid[])
        or merged_into = any (${[friendId, giverId]}::uuid[]))
    ), friend as (
      select c.* from customers c join cards k on k.id = c.id where c.workspace_id = ${workspace} and k.stands = ${friendId}
    ), giver as (
      select c.* from customers c join cards k on k.id = c.id where c.workspace_id = ${workspace} and k.stands = ${giverId}
    ), above as (
      select giver_customer_id as id, 1 as step from loyalty_referrals
      where workspace_id = ${workspace} and customer_id = ${giverId}
      union
      select r.giver_customer_id, a.step + 1 from above a
      join loyalty_referrals r on r.workspace_id = ${workspace} and r.customer_id = a.id and a.step < ${STEPS}
    )
    select ${friendId}::uuid = ${giverId}::uuid as "sameCard",
      exists (select from friend f join giver g on f.phone = g.phone or lower(f.email) = lower(g.email)
        or f.card_number = g.card_number) or exists (
        select from customer_duplicates d join friend f on f.id in (d.customer_id, d.other_customer_id)
        join giver g on g.id in (d.customer_id, d.other_customer_id) and g.id <> f.id
        where d.workspace_id = ${workspace}) as "samePerson",
      exists (select from friend f join giver g on f.address = g.address and f.address <> '{}'::jsonb) or exists (
        select from customer_people p join friend f on f.id in (p.customer_id, p.other_customer_id)
        join giver g on g.id in (p.customer_id, p.other_customer_id) and g.id <> f.id
        where p.workspace_id = ${workspace} and p.role = any (${[...FAMILY]}::text[])) as "sameHousehold",
      exists (select from orders o join friend f on f.id = o.customer_id
        where o.workspace_id = ${workspace} and o.state = 'placed' and o.total_base_minor > o.refunded_base_minor
          and o.day < coalesce((select (r.at at time zone ${ctx.workspace.zone})::date from loyalty_referrals r
            where r.workspace_id = ${workspace} and r.id = ${referralId}::uuid), ${ctx.today}::date)) as "boughtBefore",
      exists (select from loyalty_referrals r where r.workspace_id = ${workspace} and r.customer_id = ${friendId}
        and r.id is distinct from ${referralId}::uuid) as "recommendedBefore",
      exists (select from above where id = ${friendId}) as circle`.execute(ctx.db);
  return rows[0] as Acquaintance;
}
