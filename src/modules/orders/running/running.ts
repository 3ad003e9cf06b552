import type { Ctx } from '../../../kernel/context.ts';
import { customerSeen } from '../../customers/index.ts';
import { ordersInPhase, presentOrders } from '../orders-seen.ts';
import { openOffersOf } from '../offers/offers-seen.ts';
import type { RunningView } from './contract.ts';

const SHOWN = 20;
const BEHIND = 3;

/** What is running for a customer. */
export async function readRunning(ctx: Ctx, given: { customerId: string }): Promise<RunningView> {
  const { id } = await customerSeen(ctx, given.customerId);
  const of = (phase: 'in' | 'after') => ordersInPhase(ctx, id, phase);
  const inProgress = await of('in').orderBy('orders.promised_on').orderBy('orders.id').limit(SHOWN).execute();
  const behind = await of('after')
    .orderBy('orders.placed_at', 'desc')
    .orderBy('orders.id', 'desc')
    .limit(BEHIND)
    .execute();
  const standing = await ctx.db
    .selectFrom('order_phases')
    .select(['phase', 'due_on'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', id)
    .executeTakeFirst();
  return {
    phase: (standing?.phase as RunningView['phase']) ?? null,
    dueOn: standing?.due_on ?? null,
    offers: await openOffersOf(ctx, id, SHOWN),
    inProgress: await presentOrders(ctx, inProgress),
    afterSale: await presentOrders(ctx, behind),
  };
}
