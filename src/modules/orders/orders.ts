import { sql } from 'kysely';
import { daysBetween } from '../../maths/calendar.ts';
import { formatDecimal } from '../../maths/money.ts';
import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refuse as refuseCommon } from '../../kernel/errors.ts';
import { emit } from '../../kernel/outbox.ts';
import { dayInWords } from '../../kernel/i18n/print.ts';
import { customerWithin } from './buyer.ts';
import { ordersReturned, type ChangedOrderInput } from './contract.ts';
import { orderSeen, orderToChange, presentOrders, type LockedOrder, type OrderRow } from './orders-seen.ts';
import { purchasesChanged } from './purchases-changed.ts';
import { noteStep, runningChanged } from './running/course.ts';
import { settleOrder } from './running/reasons.ts';
import type { OrderView } from './shapes-contract.ts';

export async function readOrder(ctx: Ctx, { id }: { id: string }): Promise<OrderView> {
  const row = await orderSeen(ctx, id);
  const [summary] = await presentOrders(ctx, [row]);
  ctx.reply.header('etag', `"${row.version}"`);
  return {
    ...(summary as NonNullable<typeof summary>),
    lines: await linesOf(ctx, row),
    refunds: await refundsOf(ctx, row),
    steps: await stepsOf(ctx, id),
    offerId: await offerOf(ctx, id),
    afterExplanation: explainAfter(ctx, row),
  };
}

/** Cancels, reopens, annotates, or gives the order to another customer; both customers' figures follow. */
export async function changeOrder(
  ctx: Ctx,
  { id, version, customerId: to, ...given }: ChangedOrderInput,
): Promise<OrderView> {
  const before = await orderToChange(ctx, id);
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== before.version)
    throw refuseCommon('STALE', { current: await readOrder(ctx, { id }) });
  const customerId = to ? await customerWithin(ctx, to, 'orders.edit') : to;
  await ctx.db
    .updateTable('orders')
    .set({
      ...(given.state ? { state: given.state } : {}),
      ...(given.note === undefined ? {} : { note: given.note || null }),
      ...(customerId === undefined ? {} : { customer_id: customerId }),
      version: before.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, { action: 'order.changed', entity: 'order', entityId: id, detail: { state: given.state } });
  await noteChanges(ctx, before, { ...given, customerId });
  if (given.state && given.state !== before.state) await emit(ctx, ordersReturned, { orderIds: [id] });
  const concerned = new Set([before.customer_id, customerId]);
  await purchasesChanged(
    ctx,
    [...concerned].flatMap((one) => (one ? [{ customerId: one, day: before.day }] : [])),
  );
  await followRunning(ctx, before, concerned);
  return readOrder(ctx, { id });
}

async function noteChanges(
  ctx: Ctx,
  before: LockedOrder,
  { state, customerId }: Pick<ChangedOrderInput, 'state' | 'customerId'>,
): Promise<void> {
  if (state && state !== before.state) {
    await noteStep(ctx, before.id, state === 'cancelled' ? 'cancelled' : 'reopened');
  }
  if (customerId !== undefined && customerId !== before.customer_id) await noteStep(ctx, before.id, 'changed_hands');
}

/** What Today said of it may no longer hold, or for somebody else. */
async function followRunning(ctx: Ctx, order: LockedOrder, concerned: ReadonlySet<string | null | undefined>) {
  if (order.promised_on === null && order.after_until === null && order.handed_over_on === null) return;
  await settleOrder(ctx, { id: order.id, promisedOn: order.promised_on }, 'changed');
  await runningChanged(
    ctx,
    [...concerned].flatMap((one) => one ?? []),
  );
}

async function linesOf(ctx: Ctx, { id, currency }: OrderRow): Promise<OrderView['lines']> {
  const lines = await ctx.db
    .selectFrom('order_lines')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('order_id', '=', id)
    .orderBy('line_no')
    .execute();
  const amount = (minor: bigint) => formatDecimal(minor, currency);
  return lines.map((line) => ({
    no: line.line_no,
    sku: line.sku,
    name: line.name,
    category: line.category,
    quantity: line.quantity.replace(/\.?0+$/, ''),
    unitPrice: amount(line.unit_price_minor),
    discount: amount(line.discount_minor),
    total: amount(line.total_minor),
  }));
}

interface RefundRow {
  id: string;
  amount_minor: bigint;
  at: Date;
  reason: string | null;
  back_at: Date | null;
  back_by: string;
  back_reason: string | null;
}

async function refundsOf(ctx: Ctx, { id, currency }: OrderRow): Promise<OrderView['refunds']> {
  const { rows } = await sql<RefundRow>`
    select r.id, r.amount_minor, r.at, r.reason, v.at as back_at, v.by_name as back_by, v.reason as back_reason
    from refunds r
    left join refund_reversals v on v.workspace_id = r.workspace_id and v.refund_id = r.id
    where r.workspace_id = ${ctx.workspace.id} and r.order_id = ${id}
    order by r.at, r.id`.execute(ctx.db);
  return rows.map((refund) => ({
    id: refund.id,
    amount: { amount: formatDecimal(refund.amount_minor, currency), currency },
    at: refund.at.toISOString(),
    reason: refund.reason,
    takenBack: refund.back_at && {
      at: refund.back_at.toISOString(),
      by: refund.back_by,
      reason: refund.back_reason,
    },
  }));
}

async function stepsOf(ctx: Ctx, orderId: string): Promise<OrderView['steps']> {
  const steps = await ctx.db
    .selectFrom('order_steps')
    .select(['id', 'kind', 'at', 'by_name', 'promised_on', 'note'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('order_id', '=', orderId)
    .orderBy('id')
    .limit(STEPS)
    .execute();
  return steps.map(({ id, kind, at, by_name: by, promised_on: promisedOn, note }) => {
    return { id, kind: kind as OrderView['steps'][number]['kind'], at: at.toISOString(), by, promisedOn, note };
  });
}

const STEPS = 500;

async function offerOf(ctx: Ctx, orderId: string): Promise<string | null> {
  const offer = await ctx.db
    .selectFrom('order_offers')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('order_id', '=', orderId)
    .executeTakeFirst();
  return offer?.id ?? null;
}

function explainAfter(ctx: Ctx, order: OrderRow): OrderView['afterExplanation'] {
  if (order.after_until === null) return null;
  const begun = order.handed_over_on ?? order.day;
  const values = { on: dayInWords(ctx, begun), until: dayInWords(ctx, order.after_until) };
  return order.guarantee_months === null
    ? { key: 'orders:explain.afterDays', values: { ...values, days: daysBetween(begun, order.after_until) } }
    : { key: 'orders:explain.afterGuarantee', values: { ...values, months: order.guarantee_months } };
}
