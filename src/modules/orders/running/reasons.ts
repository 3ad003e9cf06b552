import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { addDays } from '../../../maths/calendar.ts';
import { raiseReasons, settleReasons } from '../../today/index.ts';
import { readSettings } from './read-settings.ts';
import { CHECK_IN_WINDOW_DAYS, OFFER_NOTICE_DAYS } from './rules/phase.ts';

type NewReason = Parameters<typeof raiseReasons>[1][number];

/** Puts on the desk what is running and wants somebody's attention; `null`: of everybody, as a day passes. */
export async function raiseRunning(ctx: Ctx, customerIds: readonly string[] | null): Promise<void> {
  const reasons = [
    ...(await offersEnding(ctx, customerIds)),
    ...(await handOversDue(ctx, customerIds)),
    ...(await checkInsDue(ctx, customerIds)),
  ];
  if (reasons.length > 0) await raiseReasons(ctx, reasons);
}

export function settleOffer(ctx: Ctx, offer: { id: string; validUntil: string }, by: string): Promise<void> {
  return settleReasons(ctx, { kind: 'offer_ending', sources: [episode(offer.id, offer.validUntil)], by });
}

/** What an order had put on the desk no longer holds; what still does comes back by `raiseRunning`. */
export async function settleOrder(ctx: Ctx, order: { id: string; promisedOn: string | null }, by: string) {
  if (order.promisedOn !== null) {
    await settleReasons(ctx, { kind: 'hand_over_due', sources: [episode(order.id, order.promisedOn)], by });
  }
  await settleReasons(ctx, { kind: 'after_sale', sources: [order.id], by });
}

/** Orders that are about to be deleted (`which`: a condition on `o`) leave nothing on the desk. */
export async function settleGone(ctx: Ctx, which: ReturnType<typeof sql>): Promise<void> {
  const { rows } = await sql<{ id: string; promisedOn: string | null }>`
    select o.id, o.promised_on as "promisedOn" from orders o
    where o.workspace_id = ${ctx.workspace.id} and ${which}
      and (o.promised_on is not null or o.handed_over_on is not null)`.execute(ctx.db);
  if (rows.length === 0) return;
  const promised = rows.flatMap(({ id, promisedOn }) => (promisedOn ? [episode(id, promisedOn)] : []));
  await settleReasons(ctx, { kind: 'hand_over_due', sources: promised, by: 'undone' });
  await settleReasons(ctx, { kind: 'after_sale', sources: rows.map(({ id }) => id), by: 'undone' });
}

/** For another day it is another episode. */
function episode(id: string, day: string): string {
  return `${id} ${day}`;
}

async function offersEnding(ctx: Ctx, customerIds: readonly string[] | null): Promise<NewReason[]> {
  const { rows } = await sql<{ id: string; customerId: string; dueOn: string; title: string; stake: bigint }>`
    select f.id, f.customer_id as "customerId", f.valid_until as "dueOn", f.title,
      coalesce(f.total_base_minor, 0)::int8 as stake
    from order_offers f ${livingCustomer('f')}
    where f.workspace_id = ${ctx.workspace.id} and f.state = 'open'
      and f.valid_until <= ${addDays(ctx.today, OFFER_NOTICE_DAYS)} ${only('f', customerIds)}`.execute(ctx.db);
  return rows.map(({ id, customerId, dueOn, title, stake }) => ({
    customerId,
    kind: 'offer_ending',
    source: episode(id, dueOn),
    stakeMinor: stake,
    dueOn,
    params: { title },
  }));
}

async function handOversDue(ctx: Ctx, customerIds: readonly string[] | null): Promise<NewReason[]> {
  const { rows } = await sql<{ id: string; customerId: string; dueOn: string; stake: bigint; what: string | null }>`
    select o.id, o.customer_id as "customerId", o.promised_on as "dueOn",
      greatest(coalesce(o.total_base_minor, 0), 0)::int8 as stake, ${FIRST_LINE} as what
    from orders o ${livingCustomer('o')}
    where o.workspace_id = ${ctx.workspace.id} and o.promised_on is not null and o.handed_over_on is null
      and o.state = 'placed' and o.promised_on <= ${ctx.today} ${only('o', customerIds)}`.execute(ctx.db);
  return rows.map(({ id, customerId, dueOn, stake, what }) => ({
    customerId,
    kind: 'hand_over_due',
    source: episode(id, dueOn),
    stakeMinor: stake,
    dueOn,
    params: { what },
  }));
}

async function checkInsDue(ctx: Ctx, customerIds: readonly string[] | null): Promise<NewReason[]> {
  const { checkInDays } = await readSettings(ctx);
  if (checkInDays === 0) return [];
  const latest = addDays(ctx.today, -checkInDays);
  const { rows } = await sql<{ id: string; customerId: string; on: string; what: string | null }>`
    select o.id, o.customer_id as "customerId", o.handed_over_on as on, ${FIRST_LINE} as what
    from orders o ${livingCustomer('o')}
    where o.workspace_id = ${ctx.workspace.id} and o.state = 'placed'
      and o.handed_over_on <= ${latest} and o.handed_over_on >= ${addDays(latest, -CHECK_IN_WINDOW_DAYS)}
      and not exists (
        select 1 from order_steps s
        where s.workspace_id = o.workspace_id and s.order_id = o.id and s.kind = 'checked_in'
          and s.at > o.handed_over_at) ${only('o', customerIds)}`.execute(ctx.db);
  return rows.map(({ id, customerId, on, what }) => ({
    customerId,
    kind: 'after_sale',
    source: id,
    stakeMinor: 0n,
    dueOn: addDays(on, checkInDays),
    params: { what, on },
  }));
}

const FIRST_LINE = sql`(
  select l.name from order_lines l where l.workspace_id = o.workspace_id and l.order_id = o.id order by l.line_no limit 1)`;

function livingCustomer(alias: 'o' | 'f') {
  return sql`join customers c on c.workspace_id = ${sql.ref(`${alias}.workspace_id`)}
    and c.id = ${sql.ref(`${alias}.customer_id`)} and c.binned_at is null`;
}

function only(alias: 'o' | 'f', customerIds: readonly string[] | null) {
  return customerIds === null ? sql`` : sql`and ${sql.ref(`${alias}.customer_id`)} = any (${[...customerIds]}::uuid[])`;
}
