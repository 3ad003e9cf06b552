import type { Ctx } from '../../kernel/context.ts';
import { purchasesChanged } from './purchases-changed.ts';
import { writeOrders, type ReadyOrder } from './write-orders.ts';

/**
 * Records many orders at once, up to some 10,000 a call, whose customers are known already. One whose number its source
 * has is left out: its place in the answer is null. Purchase days, statistics and stages are right when it returns.
 */
export async function recordOrdersInBulk(
  ctx: Ctx,
  orders: readonly ReadyOrder[],
  { changeSetId }: { changeSetId?: string | undefined } = {},
): Promise<(string | null)[]> {
  const ids = await writeOrders(ctx, orders, changeSetId ?? null);
  const recorded = orders.filter((_, at) => ids[at] !== null);
  await purchasesChanged(
    ctx,
    recorded.flatMap(({ customerId, day }) => (customerId ? [{ customerId, day }] : [])),
  );
  return ids;
}
