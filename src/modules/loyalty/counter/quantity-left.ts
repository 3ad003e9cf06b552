import { sql } from 'kysely';
import { startOfDay, startOfMonth } from '../../../maths/calendar.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { minorOf } from '../programme/programme.ts';
import type { ProgrammeRules } from '../programme/contract.ts';

type Quantity = NonNullable<ProgrammeRules['tiers']['levels'][number]['quantity']>;

/** What a tier's discount for so many pieces may still take off in the period, minor units; null: any amount. */
export async function quantityLeft(ctx: Ctx, { most, period }: Quantity, customerId: string): Promise<bigint | null> {
  if (most === null) return null;
  const month = startOfMonth(ctx.today);
  const from = period === 'year' ? `${month.slice(0, 4)}-01-01` : month;
  const { rows } = await sql<{ used: bigint }>`
    select coalesce(sum(quantity_off_minor), 0)::int8 as used from loyalty_sales
    where workspace_id = ${ctx.workspace.id} and customer_id = ${customerId} and returned_at is null
      and at >= ${startOfDay(ctx.workspace.zone, from)}`.execute(ctx.db);
  const left = (minorOf(ctx, most) ?? 0n) - (rows[0]?.used ?? 0n);
  return left > 0n ? left : 0n;
}

/** Two tills that sell to one customer at once would each find the whole of it. Before any other lock of a sale. */
export async function oneSaleAtATime(ctx: Ctx, customerId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`loyalty sale ${ctx.workspace.id} ${customerId}`}, 0))`.execute(
    ctx.db,
  );
}
