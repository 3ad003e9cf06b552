import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import { lockCredits, writeLines, type CreditLine } from './credits.ts';
import { tellToday } from './overdue.ts';
import { backAfter } from './rules/owing.ts';

/** Brings sales on account to what is left of their orders. It may be called at any time and any number of times. */
export async function followRefunds(ctx: Ctx, orderIds: readonly string[]): Promise<void> {
  const ids = [...orderIds];
  const credits = await lockCredits(ctx, sql`c.order_id = any (${ids}::uuid[])`);
  if (credits.length === 0) return;
  const refunded = await refundedOf(ctx, ids);
  const actId = newId();
  const lines = credits.flatMap((credit): CreditLine[] => {
    const more = backAfter(credit, refunded.get(credit.orderId) ?? 0n) - credit.back;
    return more === 0n ? [] : [{ credit, actId, kind: more > 0n ? 'give_back' : 'owe_again', amount: -more }];
  });
  await writeLines(ctx, lines);
  await tellToday(
    ctx,
    lines.map(({ credit }) => credit),
  );
}

/** Base currency, as sales at the counter are; a cancelled order is refunded whole. */
async function refundedOf(ctx: Ctx, orderIds: readonly string[]): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ id: string; refunded: bigint }>`
    select id, case when state = 'cancelled' then total_minor else refunded_base_minor end as refunded from orders
    where workspace_id = ${ctx.workspace.id} and id = any (${[...orderIds]}::uuid[])`.execute(ctx.db);
  return new Map(rows.map(({ id, refunded }) => [id, refunded]));
}
