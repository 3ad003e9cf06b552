import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { seal } from '../../../kernel/secrets.ts';
import { newToken, premises } from '../../workspaces/index.ts';
import { webhookErrors, type WebhookView } from './contract.ts';
import { isNews, newsInWords } from './kinds.ts';
import { addressFits } from './rules/address-fits.ts';
import { sendJob } from './send-news.ts';

const refuse = refusals(webhookErrors);

/** Each event is written once for each. */
const MOST = 20;

export async function listWebhooks(ctx: Ctx) {
  return { items: await webhooksWhere(ctx, sql`true`), events: newsInWords(ctx.locale) };
}

export async function createWebhook(
  ctx: Ctx,
  { url, events }: { url: string; events: string[] },
): Promise<{ secret: string; item: WebhookView }> {
  refuseUnfit({ url, events });
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from webhooks where workspace_id = ${ctx.workspace.id}`.execute(ctx.db);
  if ((rows[0]?.count ?? 0) >= MOST) throw refuse('WEBHOOKS_TOO_MANY', { most: MOST });
  const [id, secret] = [newId(), `whsec_${newToken()}`];
  await ctx.db
    .insertInto('webhooks')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      url,
      events: [...new Set(events)],
      secret_sealed: seal('webhook', secret),
      created_at: ctx.now,
      member_id: ctx.actor.memberId,
      created_by_name: ctx.actor.name,
    })
    .execute();
  await recordAudit(ctx, { action: 'webhook.created', entity: 'webhook', entityId: id, detail: { url } });
  return { secret, item: await webhookNamed(ctx, id) };
}

export async function changeWebhook(
  ctx: Ctx,
  {
    id,
    url,
    events,
    version,
  }: { id: string; url?: string | undefined; events?: string[] | undefined; version: number },
): Promise<WebhookView> {
  const current = await webhookNamed(ctx, id);
  refuseUnfit({ url: url ?? current.url, events: events ?? current.events });
  const changed = await sql`
    update webhooks set url = ${url ?? current.url}, events = ${[...new Set(events ?? current.events)]}::text[],
      version = version + 1
    where workspace_id = ${ctx.workspace.id} and id = ${id} and version = ${version}`.execute(ctx.db);
  if (changed.numAffectedRows === 0n) throw refuseCommon('STALE', { current });
  await recordAudit(ctx, {
    action: 'webhook.changed',
    entity: 'webhook',
    entityId: id,
    detail: { url: url ?? current.url },
  });
  // Somebody has mended the address by naming another.
  if (url !== undefined && url !== current.url && current.state !== 'active') return resumeWebhook(ctx, { id });
  return webhookNamed(ctx, id);
}

export async function removeWebhook(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  const { url } = await webhookNamed(ctx, id);
  await sql`delete from webhooks where workspace_id = ${ctx.workspace.id} and id = ${id}`.execute(ctx.db);
  await recordAudit(ctx, { action: 'webhook.removed', entity: 'webhook', entityId: id, detail: { url } });
  return { ok: true };
}

/** What waits is tried at once. */
export async function resumeWebhook(ctx: Ctx, { id }: { id: string }): Promise<WebhookView> {
  const resumed = await sql`
    update webhooks set paused_at = null, failing_since = null, failure = null, failures = 0, next_at = null
    where workspace_id = ${ctx.workspace.id} and id = ${id}`.execute(ctx.db);
  if (resumed.numAffectedRows === 0n) throw refuse('WEBHOOK_NOT_FOUND');
  await recordAudit(ctx, { action: 'webhook.resumed', entity: 'webhook', entityId: id });
  await premises().jobs.enqueue(ctx, sendJob, { webhookId: id });
  return webhookNamed(ctx, id);
}

export async function webhookNamed(ctx: Ctx, id: string): Promise<WebhookView> {
  const [webhook] = await webhooksWhere(ctx, sql`w.id = ${id}`);
  if (!webhook) throw refuse('WEBHOOK_NOT_FOUND');
  return webhook;
}

function refuseUnfit({ url, events }: { url: string; events: readonly string[] }): void {
  if (!addressFits(url)) throw refuse('WEBHOOK_URL_UNFIT', { path: 'url' });
  const unknown = events.find((event) => !isNews(event));
  if (unknown !== undefined) throw refuse('WEBHOOK_EVENT_UNKNOWN', { path: 'events', event: unknown });
}

interface Row {
  id: string;
  url: string;
  events: string[];
  paused: boolean;
  failingSince: Date | null;
  failure: string | null;
  nextAt: Date | null;
  waiting: number;
  createdBy: string;
  createdAt: Date;
  version: number;
}

async function webhooksWhere(ctx: Ctx, where: ReturnType<typeof sql>): Promise<WebhookView[]> {
  const { rows } = await sql<Row>`
    select w.id, w.url, w.events, w.paused_at is not null as paused, w.failing_since as "failingSince", w.failure,
      w.next_at as "nextAt", w.created_by_name as "createdBy", w.created_at as "createdAt", w.version,
      (select count(*)::int from (select from webhook_deliveries d where d.workspace_id = w.workspace_id
        and d.webhook_id = w.id and d.state = 'waiting' limit 10000) counted) as waiting
    from webhooks w where w.workspace_id = ${ctx.workspace.id} and ${where} order by w.created_at desc, w.id`.execute(
    ctx.db,
  );
  return rows.map(({ paused, failingSince, nextAt, createdAt, ...row }) => ({
    ...row,
    state: paused ? 'paused' : failingSince ? 'failing' : 'active',
    failingSince: failingSince?.toISOString() ?? null,
    nextAt: nextAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  }));
}
