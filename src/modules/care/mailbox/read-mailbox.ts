import PostalMime from 'postal-mime';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Ctx } from '../../../kernel/context.ts';
import { longJob, type LongWork } from '../../../kernel/jobs/jobs.ts';
import { MOST_MAILS, newMails, type FoundMail } from '../../../kernel/mailbox.ts';
import { findCustomersBy, keptCardOf, normaliseEmail } from '../../customers/index.ts';
import { takeAnswer } from '../answers/take-answer.ts';
import { reach } from '../channels/ways.ts';
import { noteEvent, noteReturn } from '../public/follow.ts';
import { ownWords } from '../rules/answer-text.ts';
import { meaningOf, type ReadMail } from '../rules/returned-mail.ts';
import { serverOf } from './server.ts';

/** Looks for new mails every few minutes; `turn` says which series of rounds this one belongs to. */
export const mailboxJob = longJob('care.mailbox', z.object({ turn: z.number().int() }), readRound);

const EVERY_MS = 3 * 60_000;

async function readRound(work: LongWork, { turn }: { turn: number }): Promise<void> {
  const box = await work.step((ctx) => boxOfTurn(ctx, turn));
  if (!box) return;
  let problem: string | null = null;
  let full = false;
  try {
    const place = box.validity === null ? null : { validity: box.validity, uid: Number(box.last_uid ?? 0) };
    const found = await newMails(serverOf(work.house.config, box), place, reach.mayReach);
    full = found.mails.length === MOST_MAILS;
    for (const mail of found.mails) await readOne(work, mail, box.source === 'own');
    await work.step((ctx) => keepPlace(ctx, turn, found.place.validity, found.place.uid));
  } catch (error) {
    problem = error instanceof Error ? error.message.slice(0, 300) : '';
  }
  await work.step(async (ctx) => {
    if (!(await noteLook(ctx, turn, problem))) return;
    const startAfter = new Date(Date.now() + (full ? 0 : EVERY_MS));
    await work.house.jobs.enqueue(ctx, mailboxJob, { turn }, { startAfter });
  });
}

/** A mail that nobody can read holds up no other. */
async function readOne(work: LongWork, mail: FoundMail, ownMailbox: boolean): Promise<void> {
  try {
    const parsed = await PostalMime.parse(mail.source, { forceRfc822Attachments: true, attachmentEncoding: 'utf8' });
    await work.step((ctx) => takeMail(ctx, parsed, ownMailbox));
  } catch (error) {
    work.house.log.warn({ err: error, uid: mail.uid }, 'a mail in the mailbox was left out');
  }
}

type Parsed = Awaited<ReturnType<typeof PostalMime.parse>>;

/** In the mailbox of the installation only what names a message of this shop is this shop's. */
async function takeMail(ctx: Ctx, mail: Parsed, ownMailbox: boolean): Promise<void> {
  const meaning = meaningOf(readableOf(mail));
  if (meaning.kind === 'nothing') return;
  if (meaning.kind === 'complaint')
    return void (await noteReturn(ctx, meaning.messageId, 'complaint', { by: 'mailbox' }));
  if (meaning.kind === 'bounce') {
    const { messageId, why, lasting } = meaning;
    if (lasting) await noteReturn(ctx, messageId, 'bounce', { by: 'mailbox', why });
    else if (await answeredMessage(ctx, messageId)) await noteEvent(ctx, messageId, 'soft_bounce', { why });
    return;
  }
  const message = meaning.messageId ? await answeredMessage(ctx, meaning.messageId) : null;
  if (meaning.automatic) return message ? noteEvent(ctx, message.id, 'automatic_answer', {}) : undefined;
  const customerId = message?.customerId ?? (ownMailbox ? await customerWith(ctx, meaning.from) : null);
  if (!customerId) return;
  await takeAnswer(ctx, {
    customerId,
    channel: 'email',
    messageId: message?.id ?? null,
    from: meaning.from,
    externalId: mail.messageId ?? `${meaning.from} ${mail.date ?? ''}`,
    subject: mail.subject ?? null,
    body: ownWords(mail.text ?? textOf(mail.html ?? '')),
  });
}

function readableOf(mail: Parsed): ReadMail {
  const headers: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const { key, value } of mail.headers) headers[key.toLowerCase()] ??= value;
  const parts = mail.attachments.map(({ mimeType, content }) => ({ type: mimeType, content: String(content) }));
  const from = normaliseEmail(mail.from?.address ?? '') ?? mail.from?.address ?? null;
  return { headers, from, text: mail.text ?? '', parts };
}

/** Enough of a mail that has markup only. */
function textOf(html: string): string {
  return html
    .replace(/<(style|script)[^>]*>[\s\S]*?<\/\1>/gi, '')
    .replace(/<(br|\/p|\/div)[^>]*>/gi, '\n')
    .replace(/<[^>]{0,2000}>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

async function answeredMessage(ctx: Ctx, id: string): Promise<{ id: string; customerId: string } | null> {
  const row = await ctx.db
    .selectFrom('care_messages')
    .select(['id', 'customer_id'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? { id: row.id, customerId: await keptCardOf(ctx, row.customer_id) } : null;
}

async function customerWith(ctx: Ctx, email: string): Promise<string | null> {
  const found = new Set((await findCustomersBy(ctx, { emails: [email] })).map(({ id }) => id));
  // Where several share a mailbox nobody can say who wrote.
  return found.size === 1 ? ([...found][0] ?? null) : null;
}

async function boxOfTurn(ctx: Ctx, turn: number) {
  return ctx.db
    .selectFrom('care_mailboxes')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('turn', '=', turn)
    .executeTakeFirst();
}

async function keepPlace(ctx: Ctx, turn: number, validity: string, uid: number): Promise<void> {
  await sql`
    update care_mailboxes set validity = ${validity}, last_uid = ${uid}
    where workspace_id = ${ctx.workspace.id} and turn = ${turn}`.execute(ctx.db);
}

/** False where another series of rounds has begun, or the mailbox was removed. */
async function noteLook(ctx: Ctx, turn: number, problem: string | null): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update care_mailboxes set checked_at = ${ctx.now}, problem = ${problem}
    where workspace_id = ${ctx.workspace.id} and turn = ${turn}`.execute(ctx.db);
  return (numAffectedRows ?? 0n) > 0n;
}
