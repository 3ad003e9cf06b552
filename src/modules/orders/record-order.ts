import { sql } from 'kysely';
import { dayIn } from '../../maths/calendar.ts';
import { isCurrency, parseMoney } from '../../maths/money.ts';
import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { buyerOf } from './buyer.ts';
import { readOrder } from './orders.ts';
import { purchasesChanged } from './purchases-changed.ts';
import { lineTotal, MAX_ORDER_MINOR } from './rules/line-amounts.ts';
import { noteStep, runningChanged } from './running/course.ts';
import { handOverOf } from './running/hand-over-of.ts';
import { setAfterSale } from './running/phases.ts';
import { orderErrors, TOLERATED_AHEAD, type NewOrderInput, type OrderView } from './shapes-contract.ts';
import { writeOrders, type ReadyLine, type ReadyOrder } from './write-orders.ts';

const refuse = refusals(orderErrors);

/** Records one order: customer found or made, purchase day, statistics and stage brought up to date with it. */
export async function recordOrder(
  ctx: Ctx,
  input: NewOrderInput,
  changeSetId: string | null = null,
): Promise<OrderView> {
  const currency = currencyOf(ctx, input.currency);
  const placedAt = input.placedAt ? new Date(input.placedAt) : ctx.now;
  if (placedAt.getTime() > ctx.now.getTime() + TOLERATED_AHEAD) throw refuse('ORDER_IN_FUTURE', { path: 'placedAt' });
  const lines = readyLines(input.lines, currency);
  const totalMinor = totalOf(input, lines, currency);
  const day = dayIn(ctx.workspace.zone, placedAt);
  const course = courseOf(ctx, input, day);
  const customerId = input.customer ? await buyerOf(ctx, input.customer, input.store ?? null) : null;
  const externalId = input.externalId ?? newId();
  const { source, store, staff, channel, note } = input;
  const facts = { customerId, source, externalId, placedAt, day, currency, totalMinor, store, staff, channel, note };
  const [id] = await writeOrders(ctx, [{ ...facts, ...course, lines, state: 'placed' }], changeSetId);
  if (!id) throw refuse('ORDER_EXTERNAL_ID_TAKEN', { path: 'externalId', number: externalId, source });
  await recordAudit(ctx, { action: 'order.recorded', entity: 'order', entityId: id });
  if (customerId) await purchasesChanged(ctx, [{ customerId, day }]);
  await beginCourse(ctx, id, { customerId, ...course, lines });
  return readOrder(ctx, { id });
}

type Course = Pick<ReadyOrder, 'promisedOn' | 'handedOverAt' | 'handedOverOn'>;

function courseOf(ctx: Ctx, { promisedOn, handedOverAt }: NewOrderInput, day: string): Course {
  if (promisedOn && promisedOn < day) throw refuse('ORDER_DAY_BEFORE_PLACED', { path: 'promisedOn' });
  const over = handedOverAt ? handOverOf(ctx, new Date(handedOverAt), day, 'handedOverAt') : null;
  return { promisedOn, handedOverAt: over?.handed_over_at, handedOverOn: over?.handed_over_on };
}

/** What is to be handed over later, or has a guarantee, goes on. */
async function beginCourse(
  ctx: Ctx,
  id: string,
  { customerId, promisedOn, handedOverAt, lines }: Course & Pick<ReadyOrder, 'customerId' | 'lines'>,
): Promise<void> {
  if (promisedOn) await noteStep(ctx, id, 'promised', { promisedOn });
  if (handedOverAt) await noteStep(ctx, id, 'handed_over');
  const lasts = handedOverAt || lines.some(({ sku }) => sku !== null);
  const lasting = lasts ? await setAfterSale(ctx, sql`o.id = ${id}`) : [];
  if (customerId && (promisedOn || handedOverAt || lasting.length > 0)) await runningChanged(ctx, [customerId]);
}

export function currencyOf(ctx: Ctx, given: string | undefined): string {
  const currency = given ?? ctx.workspace.baseCurrency;
  if (!isCurrency(currency)) throw refuse('ORDER_CURRENCY_UNKNOWN', { path: 'currency', currency });
  return currency;
}

export function readyLines(lines: NewOrderInput['lines'], currency: string): ReadyLine[] {
  return lines.map((line, n) => readyLine(line, currency, n));
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

export function totalOf(
  input: Pick<NewOrderInput, 'total' | 'lines'>,
  lines: readonly ReadyLine[],
  currency: string,
): bigint {
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
