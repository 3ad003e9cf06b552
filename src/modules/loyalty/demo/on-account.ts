import { sql } from 'kysely';
import demo from '../../../../kits/retail/loyalty.json' with { type: 'json' };
import words from '../../../../kits/retail/words.json' with { type: 'json' };
import type { Ctx } from '../../../kernel/context.ts';
import { addDays } from '../../../maths/calendar.ts';
import { basket } from '../coupons/contract.ts';
import { sell } from '../counter/sell.ts';
import { readCredit } from '../credit/account.ts';
import { raiseOverdue } from '../credit/overdue.ts';
import { payCredit } from '../credit/pay.ts';

/** Those of the best customers whose tier lets them buy on account; the first has not paid in time. */
export async function buyOnAccount(ctx: Ctx, customerIds: readonly string[], changeSetId: string): Promise<void> {
  const left = [...customerIds];
  for (const { daysAgo, amount, paid } of demo.onAccount) {
    const customerId = await nextTrusted(ctx, left, amount);
    if (customerId === null) return;
    const goods = basket.parse({ lines: [{ name: GOODS, quantity: '1', unitPrice: amount }], store: words.stores[0] });
    const sale = { customerId, basket: goods, codes: [], points: 0, onAccount: amount, staff: words.staff[0] };
    const { orderId } = await sell(daysBefore(ctx, daysAgo), sale);
    // It came with the demo shop, and goes with its undo.
    await sql`
      update orders set change_set_id = ${changeSetId} where workspace_id = ${ctx.workspace.id} and id = ${orderId}`.execute(
      ctx.db,
    );
    if (paid !== null) await payCredit(ctx, { customerId, amount: paid });
  }
  await raiseOverdue(ctx, null);
}

const GOODS = '礼盒定制';

async function nextTrusted(ctx: Ctx, left: string[], amount: string): Promise<string | null> {
  for (let customerId = left.shift(); customerId !== undefined; customerId = left.shift()) {
    const { left: granted } = await readCredit(ctx, { customerId });
    if (granted && Number(granted.amount) >= Number(amount)) return customerId;
  }
  return null;
}

function daysBefore(ctx: Ctx, days: number): Ctx {
  const now = new Date(ctx.now.getTime() - days * 86_400_000);
  return { ...ctx, today: addDays(ctx.today, -days), now, wroteAt: ctx.wroteAt ?? ctx.now };
}
