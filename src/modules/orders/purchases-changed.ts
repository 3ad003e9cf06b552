import type { Ctx } from '../../kernel/context.ts';
import { emit } from '../../kernel/outbox.ts';
import { reviewStages } from '../customers/index.ts';
import { ordersRecorded } from './contract.ts';
import { refreshPurchases } from './statistics.ts';

/** What follows from every change of what customers bought: days, statistics, stages, and the news of it. */
export async function purchasesChanged(
  ctx: Ctx,
  touched: readonly { customerId: string; day: string }[],
): Promise<void> {
  const customerIds = [...new Set(touched.map(({ customerId }) => customerId))];
  if (customerIds.length === 0) return;
  await refreshPurchases(ctx, touched);
  await reviewStages(ctx, customerIds);
  await emit(ctx, ordersRecorded, { customerIds });
}
