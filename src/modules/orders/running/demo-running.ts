import { sql } from 'kysely';
import demo from '../../../../kits/retail/running.json' with { type: 'json' };
import type { Ctx } from '../../../kernel/context.ts';
import { addDays, startOfDay } from '../../../maths/calendar.ts';
import { visibleCustomers } from '../../customers/index.ts';
import { isDemoShop, type Undo } from '../../transfer/index.ts';
import { makeOffer } from '../offers/offers.ts';
import { recordOrder } from '../record-order.ts';
import { BY_HAND } from '../shapes-contract.ts';
import { noteStep } from './course.ts';
import { refreshPhases } from './phases.ts';
import { settleOffer } from './reasons.ts';

/** Some of the demo shop's customers have asked for a price, or wait for what they ordered. Once, however often called. */
export async function runDemoOrders(ctx: Ctx, { changeSetId }: { changeSetId: string | null }): Promise<void> {
  if (changeSetId === null || !(await isDemoShop(ctx, changeSetId)) || (await areThere(ctx, changeSetId))) return;
  const customers = await ctx.db
    .selectFrom('customers')
    .select('customers.id')
    .where(visibleCustomers(ctx))
    .where('customers.change_set_id', '=', changeSetId)
    .orderBy('customers.id', 'desc')
    .limit(demo.offers.length + demo.orders.length)
    .execute();
  const day = (n: number) => addDays(ctx.today, n);
  const noon = (n: number) => new Date(startOfDay(ctx.workspace.zone, day(n)).getTime() + NOON).toISOString();
  for (const { title, lines, holdsDays } of demo.offers) {
    const customerId = customers.pop()?.id;
    if (customerId) await makeOffer(ctx, { customerId, title, lines, validUntil: day(holdsDays) }, changeSetId);
  }
  for (const { lines, placedDays, promisedDays, handedOverDays, steps = [] } of demo.orders) {
    const id = customers.pop()?.id;
    if (!id) return;
    const over = handedOverDays === undefined ? {} : { handedOverAt: noon(handedOverDays) };
    const course = { placedAt: noon(placedDays), promisedOn: day(promisedDays), ...over };
    const order = await recordOrder(ctx, { source: BY_HAND, customer: { id }, lines, ...course }, changeSetId);
    for (const note of steps) await noteStep(ctx, order.id, 'moved_on', { note });
  }
}

const NOON = 12 * 3_600_000;

/** Offers that nobody has answered or changed go with the customers they were made to. */
export const undoOffers: Undo = {
  entity: 'order_offers',
  order: 5,
  async undo(ctx, changeSetId) {
    const ours = sql`workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId}`;
    const { rows } = await sql<{ id: string; customerId: string; validUntil: string }>`
      delete from order_offers where ${ours} and version = 1
      returning id, customer_id as "customerId", valid_until as "validUntil"`.execute(ctx.db);
    for (const offer of rows) await settleOffer(ctx, offer, 'undone');
    await refreshPhases(ctx, sql`select distinct unnest(${rows.map((row) => row.customerId)}::uuid[]) as customer_id`);
    const kept = await sql<{ id: string; title: string }>`
      select id, title from order_offers where ${ours} order by id`.execute(ctx.db);
    return {
      reversed: rows.length,
      kept: kept.rows.map(({ id, title }) => ({ id, what: title, why: 'transfer:undo.editedSince' })),
      failed: [],
    };
  },
};

async function areThere(ctx: Ctx, changeSetId: string): Promise<boolean> {
  const found = await ctx.db
    .selectFrom('order_offers')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('change_set_id', '=', changeSetId)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
