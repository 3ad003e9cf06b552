import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { orderErrors, type OrderView } from '../shapes-contract.ts';
import { orderToChange, type LockedOrder } from '../orders-seen.ts';
import { readOrder } from '../orders.ts';
import { noteStep, runningChanged } from './course.ts';
import { handOverOf } from './hand-over-of.ts';
import { setAfterSale } from './phases.ts';
import { settleOrder } from './reasons.ts';

const refuse = refusals(orderErrors);

interface Said {
  id: string;
  note?: string | null | undefined;
}

/** The hand-over is promised for a day, or moved to another. What was handed over already cannot be promised. */
export async function promiseHandOver(ctx: Ctx, said: Said & { promisedOn: string }): Promise<OrderView> {
  const order = await livingOrder(ctx, said.id);
  if (order.handed_over_on !== null) throw refuse('ORDER_NOT_IN_PROGRESS');
  if (said.promisedOn < order.day) throw refuse('ORDER_DAY_BEFORE_PLACED', { path: 'promisedOn' });
  await settleOrder(ctx, { id: order.id, promisedOn: order.promised_on }, 'promised');
  await keep(ctx, order, { promised_on: said.promisedOn });
  await noteStep(ctx, order.id, 'promised', said);
  await recordAudit(ctx, { action: 'order.promised', entity: 'order', entityId: order.id });
  return followed(ctx, order);
}

/** A step of the work, in words. */
export async function moveOrderOn(ctx: Ctx, { id, note }: Said & { note: string }): Promise<OrderView> {
  const order = await livingOrder(ctx, id);
  await noteStep(ctx, order.id, 'moved_on', { note });
  await recordAudit(ctx, { action: 'order.moved_on', entity: 'order', entityId: order.id });
  return readOrder(ctx, { id });
}

/** The customer has it: after-sale begins. */
export async function handOverOrder(
  ctx: Ctx,
  { id, at, note }: Said & { at?: string | undefined },
): Promise<OrderView> {
  const order = await livingOrder(ctx, id);
  if (order.promised_on === null || order.handed_over_on !== null) throw refuse('ORDER_NOT_IN_PROGRESS');
  const handedOver = handOverOf(ctx, at ? new Date(at) : ctx.now, order.day, 'at');
  await settleOrder(ctx, { id, promisedOn: order.promised_on }, 'handed_over');
  await keep(ctx, order, handedOver);
  await noteStep(ctx, order.id, 'handed_over', { note });
  await recordAudit(ctx, { action: 'order.handed_over', entity: 'order', entityId: order.id });
  return followed(ctx, order);
}

/** It was a mistake: the order is in progress again. */
export async function takeBackHandOver(ctx: Ctx, { id }: { id: string }): Promise<OrderView> {
  const order = await livingOrder(ctx, id);
  if (order.promised_on === null || order.handed_over_on === null) throw refuse('ORDER_NOT_HANDED_OVER');
  await settleOrder(ctx, { id, promisedOn: null }, 'in_progress');
  await keep(ctx, order, { handed_over_at: null, handed_over_on: null });
  await noteStep(ctx, order.id, 'hand_over_undone');
  await recordAudit(ctx, { action: 'order.hand_over_undone', entity: 'order', entityId: order.id });
  return followed(ctx, order);
}

/** What the customer said afterwards. */
export async function checkInAfterSale(ctx: Ctx, { id, note }: Said & { note: string }): Promise<OrderView> {
  const order = await livingOrder(ctx, id);
  if (order.promised_on !== null && order.handed_over_on === null) throw refuse('ORDER_NOT_HANDED_OVER');
  await noteStep(ctx, order.id, 'checked_in', { note });
  await settleOrder(ctx, { id, promisedOn: null }, 'checked_in');
  await recordAudit(ctx, { action: 'order.checked_in', entity: 'order', entityId: order.id });
  return readOrder(ctx, { id });
}

async function livingOrder(ctx: Ctx, id: string): Promise<LockedOrder> {
  const order = await orderToChange(ctx, id, 'orders.create');
  if (order.state === 'cancelled') throw refuse('ORDER_CANCELLED');
  return order;
}

async function keep(
  ctx: Ctx,
  order: LockedOrder,
  facts: Partial<Pick<LockedOrder, 'promised_on' | 'handed_over_at' | 'handed_over_on'>>,
): Promise<void> {
  await ctx.db
    .updateTable('orders')
    .set({ ...facts, version: order.version + 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', order.id)
    .execute();
  await setAfterSale(ctx, sql`o.id = ${order.id}`);
}

async function followed(ctx: Ctx, order: LockedOrder): Promise<OrderView> {
  if (order.customer_id) await runningChanged(ctx, [order.customer_id]);
  return readOrder(ctx, { id: order.id });
}
