import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { id } from '../../../kernel/contract.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { job, longJob, type LongWork } from '../../../kernel/jobs/jobs.ts';
import { AddressRefused, isPublicAddress, openOutgoing, type Outgoing } from '../../../kernel/outgoing.ts';
import { unseal } from '../../../kernel/secrets.ts';
import { givesUp, waitAfter } from './rules/retry.ts';
import { signatureHeader, signedText } from './rules/signature.ts';

/** Which addresses may be called; tests call the machine they run on. */
export const reach: { mayReach: (address: string) => boolean } = { mayReach: isPublicAddress };

/** So many are sent in one go; then others have their turn. */
const A_GO = 50;
/** Longer than any attempt takes. */
const LEASE_MS = 60_000;
const KEPT_DAYS = 30;

interface Claimed {
  id: string;
  event: string;
  body: string;
  url: string;
  secret: string;
  failures: number;
  failingSince: Date | null;
}

export const sendJob = longJob('transfer.webhook', z.object({ webhookId: id }), sendNews);
export const forgetJob = job('transfer.forget_webhook_news', z.object({}), forgetOldNews, { nightly: true });

/** In order, one at a time; a failure stops the rest until the address is tried again, so a dead one costs one attempt a go. */
async function sendNews(work: LongWork, { webhookId }: { webhookId: string }): Promise<void> {
  const outgoing = openOutgoing(reach.mayReach);
  for (let sent = 0; sent < A_GO; sent += 1) {
    work.signal.throwIfAborted();
    const claimed = await work.step((ctx) => claim(ctx, webhookId));
    if (!claimed) return work.step((ctx) => lookAfterTheDead(ctx, work, webhookId));
    const told = await attempt(outgoing, claimed);
    await work.step((ctx) => settle(ctx, work, webhookId, { ...claimed, ...told }));
    if (!told.delivered) return;
  }
  await work.step((ctx) => work.house.jobs.enqueue(ctx, sendJob, { webhookId }));
}

/** The queue's own clock is the machine's, so what is planned goes by it and not by the shop's. */
async function claim(ctx: Ctx, webhookId: string): Promise<Claimed | undefined> {
  const now = new Date();
  const { rows } = await sql<Claimed>`
    with next as (
      select d.id from webhook_deliveries d
      join webhooks w on w.workspace_id = d.workspace_id and w.id = d.webhook_id
      where d.workspace_id = ${ctx.workspace.id} and d.webhook_id = ${webhookId} and d.state = 'waiting'
        and (d.leased_until is null or d.leased_until <= ${now})
        and w.paused_at is null and (w.next_at is null or w.next_at <= ${now})
      order by d.at, d.id limit 1 for update of d skip locked
    )
    update webhook_deliveries d set leased_until = ${new Date(now.getTime() + LEASE_MS)}, attempts = d.attempts + 1
    from next, webhooks w
    where d.workspace_id = ${ctx.workspace.id} and d.id = next.id and w.workspace_id = d.workspace_id and w.id = d.webhook_id
    returning d.id, d.event, d.body, w.url, w.secret_sealed as secret, w.failures, w.failing_since as "failingSince"`.execute(
    ctx.db,
  );
  return rows[0];
}

interface Told {
  delivered: boolean;
  answer: string;
}

async function attempt(outgoing: Outgoing, { id: deliveryId, event, body, url, secret }: Claimed): Promise<Told> {
  const at = Math.floor(Date.now() / 1000);
  const mark = createHmac('sha256', unseal('webhook', secret)).update(signedText(at, body)).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'regulars-signature': signatureHeader(at, mark),
    'regulars-event': event,
    'regulars-delivery': deliveryId,
  };
  try {
    const { status } = await outgoing.post(url, headers, Buffer.from(body));
    return { delivered: status >= 200 && status < 300, answer: String(status) };
  } catch (error) {
    return { delivered: false, answer: whyNot(error) };
  }
}

/** What the network said, short enough for a list; the body of an answer is never kept. */
function whyNot(error: unknown): string {
  if (error instanceof AddressRefused) return error.message.slice(0, 200);
  const { code, message } = error as { code?: string; message?: string };
  return (code ?? message ?? 'unknown').slice(0, 200);
}

async function settle(ctx: Ctx, work: LongWork, webhookId: string, told: Claimed & Told): Promise<void> {
  const now = new Date();
  const { id: deliveryId, delivered, answer } = told;
  await sql`
    update webhook_deliveries
    set leased_until = null, answer = ${answer},
      state = ${delivered ? 'delivered' : 'waiting'}, delivered_at = ${delivered ? now : null}
    where workspace_id = ${ctx.workspace.id} and id = ${deliveryId}`.execute(ctx.db);
  const failures = delivered ? 0 : told.failures + 1;
  const since = delivered ? null : (told.failingSince ?? now);
  const up = since !== null && givesUp(since, now);
  const next = since === null || up ? null : new Date(now.getTime() + waitAfter(failures));
  await sql`
    update webhooks
    set failures = ${failures}, failing_since = ${since}, failure = ${delivered ? null : answer}, next_at = ${next},
      paused_at = ${up ? now : null}
    where workspace_id = ${ctx.workspace.id} and id = ${webhookId}`.execute(ctx.db);
  // In the same transaction: what waits is never forgotten.
  if (next) await work.house.jobs.enqueue(ctx, sendJob, { webhookId }, { startAfter: next });
}

/** A delivery whose process died on the way is free again when its lease runs out. */
async function lookAfterTheDead(ctx: Ctx, work: LongWork, webhookId: string): Promise<void> {
  const { rows } = await sql<{ free: Date | null }>`
    select max(leased_until) as free from webhook_deliveries
    where workspace_id = ${ctx.workspace.id} and webhook_id = ${webhookId} and state = 'waiting'
      and leased_until > ${new Date()}`.execute(ctx.db);
  const startAfter = rows[0]?.free;
  if (startAfter) await work.house.jobs.enqueue(ctx, sendJob, { webhookId }, { startAfter });
}

/** What is older than thirty days; news that could not be delivered until then is not wanted any more either. */
async function forgetOldNews(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - KEPT_DAYS * 86_400_000);
  await sql`
    delete from webhook_deliveries where workspace_id = ${ctx.workspace.id} and at < ${before}`.execute(ctx.db);
}
