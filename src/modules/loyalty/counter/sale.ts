import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { readOrder } from '../../orders/index.ts';
import { stampsOfOrder } from '../stamps/stamps.ts';
import { counterErrors, type CounterSale } from './contract.ts';
import { saleNumber } from './sale-number.ts';

const refuse = refusals(counterErrors);

export async function readSale(ctx: Ctx, { id }: { id: string }): Promise<CounterSale> {
  const row = await ctx.db
    .selectFrom('loyalty_sales')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('order_id', '=', id)
    .executeTakeFirst();
  const order = row && (await readOrder(ctx, { id }).catch(() => null));
  if (!row || !order) throw refuse('COUNTER_SALE_NOT_FOUND');
  const earned = await earnedBy(ctx, id);
  const credit = await creditOf(ctx, id);
  const onAccountMinor = credit?.owed_minor ?? 0n;
  const stamps = row.customer_id === null ? [] : await stampsOfOrder(ctx, { orderId: id, customerId: row.customer_id });
  const money = (amount: string) => ({ amount, currency: ctx.workspace.baseCurrency });
  const offMinor = row.quantity_off_minor + row.tier_off_minor + row.coupons_off_minor + row.points_off_minor;
  const totalMinor = row.subtotal_minor - offMinor;
  return {
    orderId: id,
    number: saleNumber(order),
    customer: order.customer,
    at: row.at.toISOString(),
    by: row.by_name,
    lines: order.lines.map(({ no, name, quantity, unitPrice, total }) => {
      return { no, name, quantity, unitPrice: money(unitPrice), amount: money(total) };
    }),
    subtotal: inBase(ctx, row.subtotal_minor),
    quantityOff: inBase(ctx, row.quantity_off_minor),
    tierOff: inBase(ctx, row.tier_off_minor),
    couponsOff: inBase(ctx, row.coupons_off_minor),
    points: Number(row.points),
    pointsOff: inBase(ctx, row.points_off_minor),
    total: inBase(ctx, totalMinor),
    stored: inBase(ctx, row.value_minor),
    onAccount: inBase(ctx, onAccountMinor),
    payBy: credit?.due_on ?? null,
    due: inBase(ctx, totalMinor - row.value_minor - onAccountMinor),
    stamps,
    earned: earned && { points: Number(earned.points), usableFrom: earned.ripe_on },
    balance: row.customer_id === null ? null : await balanceOf(ctx, row.customer_id),
    returned: row.returned_at !== null,
    backInMoney: row.returned_at && inBase(ctx, totalMinor - row.value_minor - (credit?.back_minor ?? 0n)),
  };
}

async function earnedBy(ctx: Ctx, orderId: string): Promise<{ points: bigint; ripe_on: string } | null> {
  const { rows } = await sql<{ points: bigint; ripe_on: string }>`
    select points, ripe_on from loyalty_order_points
    where workspace_id = ${ctx.workspace.id} and order_id = ${orderId} and points > 0`.execute(ctx.db);
  return rows[0] ?? null;
}

function creditOf(ctx: Ctx, orderId: string) {
  return ctx.db
    .selectFrom('loyalty_credits')
    .select(['owed_minor', 'back_minor', 'due_on'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('order_id', '=', orderId)
    .executeTakeFirst();
}

async function balanceOf(ctx: Ctx, customerId: string): Promise<number> {
  const row = await ctx.db
    .selectFrom('loyalty_accounts')
    .select('balance')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return Number(row?.balance ?? 0n);
}
