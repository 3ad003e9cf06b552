import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import { premises } from '../../workspaces/index.ts';
import { sendJob } from './send-news.ts';

/** One delivery for each address that asked for this event; costs one look at an index where none did. */
export async function queueNews(
  ctx: Ctx,
  event: string,
  data: { customerIds: readonly string[] | null },
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from webhooks where workspace_id = ${ctx.workspace.id} and paused_at is null and ${event} = any (events)
    order by id`.execute(ctx.db);
  for (const { id } of rows) await queueDelivery(ctx, id, event, data);
}

/** `id` of the news is that of its delivery: whoever gets it twice knows it by that. */
export async function queueDelivery(ctx: Ctx, webhookId: string, event: string, data: object): Promise<string> {
  const id = newId();
  const body = JSON.stringify({ id, event, at: ctx.now.toISOString(), workspaceId: ctx.workspace.id, data });
  const row = { workspace_id: ctx.workspace.id, id, webhook_id: webhookId, event, body, at: ctx.now };
  await ctx.db.insertInto('webhook_deliveries').values(row).execute();
  // While an address is failing its next attempt is planned already.
  const { rows } = await sql<{ planned: boolean }>`
    select coalesce(next_at > ${new Date()}, false) as planned from webhooks
    where workspace_id = ${ctx.workspace.id} and id = ${webhookId}`.execute(ctx.db);
  if (!rows[0]?.planned) await premises().jobs.enqueue(ctx, sendJob, { webhookId });
  return id;
}
