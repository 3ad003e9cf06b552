import { sql } from 'kysely';
import { z } from 'zod';
import type { Ctx } from '../../../kernel/context.ts';
import { id } from '../../../kernel/contract.ts';
import type { House } from '../../../kernel/house.ts';
import { pickLocale } from '../../../kernel/i18n/locales.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { longJob, type LongWork } from '../../../kernel/jobs/jobs.ts';
import { memberContacts } from '../../workspaces/index.ts';
import { pushTo, type SendResult } from './push.ts';
import { sentencesOf } from './sentences.ts';

/** Sends what waits of these notifications. Tried again by the queue as long as something could not be sent. */
export const deliverJob = longJob('team.deliver', z.object({ ids: z.array(id) }), deliver);

const MOST_ATTEMPTS = 5;

interface Claimed {
  notificationId: string;
  way: string;
  attempts: number;
  subject: string;
  text: string;
  link: string;
  footer: string;
  email: string;
}

/**
 * A way is claimed in a transaction of its own before anything leaves the house, and the result is written after it. A
 * process that dies in between leaves it claimed: nobody knows whether it went out, so it is not sent again.
 */
async function deliver(work: LongWork, { ids }: { ids: string[] }): Promise<void> {
  await work.step((ctx) => forgetFailures(ctx, ids));
  let again = 0;
  for (const notificationId of ids) {
    for (let way = await claim(work, notificationId); way; way = await claim(work, notificationId)) {
      if (work.signal.aborted) return;
      const result = await sendOne(work, way);
      const retry = result === 'again' && way.attempts < MOST_ATTEMPTS;
      await work.step((ctx) => settle(ctx, way, result, retry));
      if (retry) again += 1;
    }
  }
  if (again > 0) throw new Error(`${again} notifications wait for another try`);
}

async function claim(work: LongWork, notificationId: string): Promise<Claimed | null> {
  return work.step(async (ctx) => {
    const { rows } = await sql<{ way: string; attempts: number }>`
      update notification_deliveries set state = 'sending', attempts = attempts + 1, at = ${ctx.now}
      where workspace_id = ${ctx.workspace.id} and notification_id = ${notificationId} and way = (
        select way from notification_deliveries
        where workspace_id = ${ctx.workspace.id} and notification_id = ${notificationId}
          and state = 'waiting' and failure is null
        order by way limit 1 for update skip locked)
      returning way, attempts`.execute(ctx.db);
    const taken = rows[0];
    return taken ? { ...(await contentOf(ctx, notificationId)), ...taken, notificationId } : null;
  });
}

async function contentOf(ctx: Ctx, notificationId: string) {
  const row = await ctx.db
    .selectFrom('notifications')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', notificationId)
    .executeTakeFirstOrThrow();
  const [member] = await memberContacts(ctx, [row.member_id]);
  const locale = pickLocale(member?.language ?? ctx.workspace.language);
  const [text = ''] = await sentencesOf({ ...ctx, locale }, [row]);
  return {
    subject: translate(locale, 'team:mail.subject', { text, workspace: ctx.workspace.name }),
    text,
    link: row.link ?? '/',
    email: member?.email ?? '',
    footer: translate(locale, 'team:mail.footer'),
  };
}

async function sendOne({ house, workspaceId }: LongWork, way: Claimed): Promise<SendResult> {
  // Who has left meanwhile is told nothing more.
  if (way.email === '') return 'failed';
  const url = `${house.config.publicUrl}${way.link}`;
  if (way.way !== 'mail') return pushTo(house, workspaceId, way.way, { text: way.text, url, id: way.notificationId });
  const text = `${way.text}\n\n${url}\n\n${way.footer}\n`;
  const subject = way.subject.replace(/\s+/g, ' ').slice(0, 200);
  return (await house.mail.send({ to: way.email, subject, text, id: messageId(house, way) })) ? 'sent' : 'again';
}

/** The same mail has the same name, so that even a mailbox that gets it twice shows it once. */
function messageId(house: House, { notificationId }: Claimed): string {
  return `<${notificationId}@${new URL(house.config.publicUrl).hostname}>`;
}

async function settle(ctx: Ctx, { notificationId, way }: Claimed, result: SendResult, retry: boolean): Promise<void> {
  const state = result === 'sent' ? 'sent' : retry ? 'waiting' : 'failed';
  await ctx.db
    .updateTable('notification_deliveries')
    // A failure keeps it out of the rest of this run.
    .set({ state, failure: result === 'sent' ? null : result })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('notification_id', '=', notificationId)
    .where('way', '=', way)
    .execute();
  if (result === 'gone') await dropDevice(ctx, way);
  if (result === 'sent' && way !== 'mail')
    await ctx.db
      .updateTable('push_devices')
      .set({ last_sent_at: ctx.now })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', way)
      .execute();
}

/** The browser has withdrawn its consent, or is no more. */
async function dropDevice(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.deleteFrom('push_devices').where('workspace_id', '=', ctx.workspace.id).where('id', '=', id).execute();
}

/** What failed in an earlier run is tried once more in this one. */
async function forgetFailures(ctx: Ctx, ids: string[]): Promise<void> {
  await ctx.db
    .updateTable('notification_deliveries')
    .set({ failure: null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('notification_id', 'in', ids)
    .where('state', '=', 'waiting')
    .execute();
}

const LONGEST_SENDING_MS = 15 * 60_000;

/** What was claimed long ago and never settled: the process died at it. */
export async function admitUnknown(ctx: Ctx): Promise<void> {
  await ctx.db
    .updateTable('notification_deliveries')
    .set({ state: 'unknown' })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('state', '=', 'sending')
    .where('at', '<', new Date(ctx.now.getTime() - LONGEST_SENDING_MS))
    .execute();
}
