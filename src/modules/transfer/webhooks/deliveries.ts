import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { isId } from '../../../kernel/ids.ts';
import { countOf, COUNT_LIMIT, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { premises } from '../../workspaces/index.ts';
import { webhookErrors, type DeliveryView } from './contract.ts';
import { queueDelivery } from './queue-news.ts';
import { sendJob } from './send-news.ts';
import { webhookNamed } from './webhooks.ts';

const refuse = refusals(webhookErrors);

export async function listDeliveries(
  ctx: Ctx,
  { id, limit, cursor }: { id: string; limit: number; cursor?: string | undefined },
) {
  await webhookNamed(ctx, id);
  const place = placeOf(cursor);
  const rows = await deliveriesWhere(
    ctx,
    place
      ? sql`webhook_id = ${id} and (at, id) < (${place.at}::timestamptz, ${place.id}::uuid)`
      : sql`webhook_id = ${id}`,
    limit + 1,
  );
  const counted = await sql<{ count: number }>`
    select count(*)::int as count from (select from webhook_deliveries
      where workspace_id = ${ctx.workspace.id} and webhook_id = ${id} limit ${COUNT_LIMIT + 1}) counted`.execute(
    ctx.db,
  );
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: last && rows.length > limit ? encodeCursor([last.at, last.id]) : null,
    count: countOf(counted.rows[0]?.count ?? 0),
  };
}

/** Something to try the address with. */
export async function pingWebhook(ctx: Ctx, { id }: { id: string }): Promise<DeliveryView> {
  const { state } = await webhookNamed(ctx, id);
  if (state === 'paused') throw refuse('WEBHOOK_PAUSED');
  return oneDelivery(ctx, id, await queueDelivery(ctx, id, 'ping', {}));
}

/** Under the same id and with the same words: whoever has it already knows it again. */
export async function sendAgain(
  ctx: Ctx,
  { id, deliveryId }: { id: string; deliveryId: string },
): Promise<DeliveryView> {
  const { state } = await webhookNamed(ctx, id);
  await oneDelivery(ctx, id, deliveryId);
  if (state === 'paused') throw refuse('WEBHOOK_PAUSED');
  await sql`
    update webhook_deliveries set state = 'waiting'
    where workspace_id = ${ctx.workspace.id} and id = ${deliveryId}`.execute(ctx.db);
  await premises().jobs.enqueue(ctx, sendJob, { webhookId: id });
  return oneDelivery(ctx, id, deliveryId);
}

function placeOf(cursor: string | undefined): { at: string; id: string } | null {
  const place = decodeCursor(cursor, 2);
  if (!place) return null;
  const [at, id] = place;
  if (typeof at === 'string' && typeof id === 'string' && isId(id) && !Number.isNaN(Date.parse(at))) return { at, id };
  throw refuseCommon('BAD_INPUT', { path: 'cursor', problem: '' });
}

async function oneDelivery(ctx: Ctx, webhookId: string, id: string): Promise<DeliveryView> {
  const [delivery] = await deliveriesWhere(ctx, sql`webhook_id = ${webhookId} and id = ${id}`, 1);
  if (!delivery) throw refuse('WEBHOOK_DELIVERY_NOT_FOUND');
  return delivery;
}

interface Row extends Omit<DeliveryView, 'at' | 'deliveredAt'> {
  at: Date;
  deliveredAt: Date | null;
}

async function deliveriesWhere(ctx: Ctx, where: ReturnType<typeof sql>, limit: number): Promise<DeliveryView[]> {
  const { rows } = await sql<Row>`
    select id, event, state, body, attempts, answer, at, delivered_at as "deliveredAt" from webhook_deliveries
    where workspace_id = ${ctx.workspace.id} and ${where} order by at desc, id desc limit ${limit}`.execute(ctx.db);
  return rows.map(({ at, deliveredAt, ...row }) => {
    return { ...row, at: at.toISOString(), deliveredAt: deliveredAt?.toISOString() ?? null };
  });
}
