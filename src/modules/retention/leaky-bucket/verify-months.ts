import type { Ctx } from '../../../kernel/context.ts';
import { readSettings } from '../settings.ts';
import { readShop } from '../shop.ts';
import { differingMonths } from './customer-months.ts';

/** Customers whose months differ from what their purchase days say. None, unless something is broken. */
export async function verifyMonths(ctx: Ctx): Promise<{ customerId: string }[]> {
  const [shop, settings] = await Promise.all([readShop(ctx), readSettings(ctx)]);
  if (!shop || shop.refreshId !== null) return [];
  return differingMonths(ctx, settings);
}
