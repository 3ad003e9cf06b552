import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import type { MergedCards } from '../customers/index.ts';
import { purchasesChanged } from './purchases-changed.ts';
import { runningChanged } from './running/course.ts';

/** After cards were merged or parted: days, figures and what is running of all of them, the same sums on other cards. */
export async function purchasesChangedHands(ctx: Ctx, { keep, merged }: MergedCards): Promise<void> {
  const cards = [keep, ...merged];
  const { rows } = await sql<{ customerId: string; day: string }>`
    select customer_id as "customerId", day from orders
    where workspace_id = ${ctx.workspace.id} and customer_id = any (${cards}::uuid[])
    union
    select customer_id, day from purchase_days
    where workspace_id = ${ctx.workspace.id} and customer_id = any (${cards}::uuid[])`.execute(ctx.db);
  await purchasesChanged(ctx, rows);
  await runningChanged(ctx, cards);
}
