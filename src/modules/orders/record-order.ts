import { dayIn } from '../../maths/calendar.ts';
import { isCurrency, parseMoney } from '../../maths/money.ts';
import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { buyerOf } from './buyer.ts';
import { orderErrors, type NewOrderInput, type OrderView } from './contract.ts';
import { readOrder } from './orders.ts';
import { purchasesChanged } from './purchases-changed.ts';
import { lineTotal, MAX_ORDER_MINOR } from './rules/line-amounts.ts';
import { writeOrders, type ReadyLine } from './write-orders.ts';

const refuse = refusals(orderErrors);
/** Clocks of tills are not exact. */
const TOLERATED_AHEAD = 86_400_000;

/** Records one order: customer found or made, purchase day, statistics and stage brought up to date with it. */
export async function recordOrder(ctx: Ctx, input: NewOrderInput): Promise<OrderView> {
  const currency = input.currency ?? ctx.workspace.baseCurrency;
  if (!isCurrency(currency)) throw refuse('ORDER_CURRENCY_UNKNOWN', { path: 'currency', currency });
  const placedAt = input.placedAt ? new Date(input.placedAt) : ctx.now;
  if (placedAt.getTime() > ctx.now.getTime() + TOLERATED_AHEAD) throw refuse('ORDER_IN_FUTURE', { path: 'placedAt' });
  const lines = input.lines.map((line, n) => readyLine(line, currency, n));
  const totalMinor = totalOf(input, lines, currency);
  const customerId = input.customer ? await buyerOf(ctx, input.customer, input.store ?? null) : null;
  const day = dayIn(ctx.workspace.zone, placedAt);
  const externalId = input.externalId ?? newId();
  const { source, store, staff, channel, note } = input;
  const order = {
    customerId,
    source,
    externalId,
    placedAt,
    day,
    currency,
    totalMinor,
    store,
    staff,
    channel,
    note,
    lines,
  };
  const [id] = await writeOrders(ctx, [{ ...order, state: 'placed' }], null);
  if (!id) throw refuse('ORDER_EXTERNAL_ID_TAKEN', { path: 'externalId', number: externalId, source });
  await recordAudit(ctx, { action: 'order.recorded', entity: 'order', entityId: id });
  if (customerId) await purchasesChanged(ctx, [{ customerId, day }]);
  return readOrder(ctx, { id });
}

function readyLine(line: NewOrderInput['lines'][number], currency: string, n: number): ReadyLine {
  const unitPriceMinor = minorOf(line.unitPrice, currency, `lines.${n}.unitPrice`);
  const discountMinor = line.discount ? minorOf(line.discount, currency, `lines.${n}.discount`) : 0n;
  const totalMinor = lineTotal(line.quantity, unitPriceMinor, discountMinor);
  if (totalMinor === null)
    throw refuse('ORDER_AMOUNT_IMPOSSIBLE', { path: `lines.${n}.quantity`, amount: line.quantity });
  return {
    sku: line.sku || null,
    name: line.name ?? line.sku ?? '',
    category: line.category || null,
    quantity: line.quantity,
    unitPriceMinor,
    discountMinor,
    totalMinor,
  };
}

function totalOf(input: NewOrderInput, lines: readonly ReadyLine[], currency: string): bigint {
  const sum = lines.reduce((total, line) => total + line.totalMinor, 0n);
  if (sum > MAX_ORDER_MINOR || sum < -MAX_ORDER_MINOR)
    throw refuse('ORDER_AMOUNT_IMPOSSIBLE', { path: 'lines', amount: '' });
  if (input.total === undefined) return sum;
  const total = minorOf(input.total, currency, 'total');
  if (lines.length > 0 && total !== sum) throw refuse('ORDER_TOTAL_DIFFERS', { path: 'total', total: input.total });
  return total;
}

export function minorOf(decimal: string, currency: string, path: string): bigint {
  const minor = parseMoney(decimal, currency);
  const possible = minor.ok && minor.value <= MAX_ORDER_MINOR && minor.value >= -MAX_ORDER_MINOR;
  if (!possible) throw refuse('ORDER_AMOUNT_IMPOSSIBLE', { path, amount: decimal });
  return minor.value;
}
