import type { Ctx } from '../../../kernel/context.ts';
import { issue } from './vouchers.ts';

/** Whether there is such a coupon and it has not ended. */
export async function couponToGive(ctx: Ctx, couponId: string): Promise<boolean> {
  return (await givable(ctx, couponId)) !== undefined;
}

/**
 * A code for each of these customers, asked for by what goes out to them: one of their own each, or the one that the coupon
 * has for all. Nobody where the coupon has ended meanwhile.
 */
export async function giveCoupons(
  ctx: Ctx,
  couponId: string,
  customerIds: readonly string[],
): Promise<Map<string, string>> {
  const coupon = await givable(ctx, couponId);
  if (!coupon) return new Map();
  const { code } = coupon;
  if (code !== null) return new Map(customerIds.map((id) => [id, code]));
  const rows = await issue(ctx, coupon, [...new Set(customerIds)], 'message');
  return new Map(rows.flatMap((row) => (row.customerId === null ? [] : [[row.customerId, row.code] as const])));
}

function givable(ctx: Ctx, couponId: string) {
  return ctx.db
    .selectFrom('loyalty_coupons')
    .select(['id', 'terms', 'until_day', 'code'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', couponId)
    .where('ended_at', 'is', null)
    .where((eb) => eb.or([eb('until_day', 'is', null), eb('until_day', '>=', ctx.today)]))
    .executeTakeFirst();
}
