import { sql } from 'kysely';
import { stranger, type Actor } from '../../../kernel/access.ts';
import { asSystem, command, workspaceById } from '../../../kernel/enter.ts';
import { Refusal } from '../../../kernel/errors.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { House } from '../../../kernel/house.ts';
import { pickLocale, type Locale } from '../../../kernel/i18n/locales.ts';
import { newId } from '../../../kernel/ids.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { keptCardOf } from '../../customers/index.ts';
import { recordNo } from '../answers/record-no.ts';
import { hearMessage } from '../journeys/heard.ts';
import { suppress } from '../gate/suppress.ts';
import { linksOf } from '../rules/compose.ts';
import { isMachine } from '../rules/machine-open.ts';
import { consentFor } from '../rules/gate.ts';
import { wordingFor } from '../sending/compose-message.ts';
import type { ChannelKind, Purpose } from '../shapes-contract.ts';
import { setTag } from '../tagging.ts';
import type { Content } from '../templates/contract.ts';
import type { Link } from './tokens.ts';

export interface Visit {
  ip: string | null;
  userAgent: string | null;
}

interface Sent {
  id: string;
  customer_id: string;
  address: string | null;
  language: string | null;
  /** When it was sent, or as long as nobody has said so, claimed for it. */
  left_at: Date | null;
  channel: ChannelKind;
  purpose: Purpose;
  template_id: string;
  template_version: number;
}

/** Events of one kind that a message keeps; a program that asks for ever fills no table. */
const MOST_EVENTS = 50;

/** An open counts once; programs that look through mails are marked and do not count. */
export async function noteOpen(house: House, link: Link, visit: Visit): Promise<void> {
  await withMessage(house, link, async (ctx, message) => {
    const machine = isMachine(visit.userAgent, message.left_at, ctx.now);
    if (!machine) return noteOpened(ctx, message.id);
    await sql`
      update care_messages set machine_opened_at = coalesce(machine_opened_at, ${ctx.now})
      where workspace_id = ${ctx.workspace.id} and id = ${message.id}`.execute(ctx.db);
    await noteEvent(ctx, message.id, 'machine_open', {});
  });
}

/** Somebody has looked at the message; of a test there is none. */
export async function noteOpened(ctx: Ctx, messageId: string): Promise<void> {
  const { numAffectedRows } = await sql`
    update care_messages set opened_at = coalesce(opened_at, ${ctx.now})
    where workspace_id = ${ctx.workspace.id} and id = ${messageId}`.execute(ctx.db);
  if (!numAffectedRows) return;
  await noteEvent(ctx, messageId, 'open', {});
  await hearMessage(ctx, 'opened', messageId);
}

/** Where the link leads: only to what the very version that was sent has at this place. */
export async function followLink(house: House, link: Link, visit: Visit): Promise<string | null> {
  return withMessage(house, link, async (ctx, message) => {
    const version = await ctx.db
      .selectFrom('care_template_versions')
      .select('content')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('template_id', '=', message.template_id)
      .where('version', '=', message.template_version)
      .executeTakeFirst();
    if (!version) return null;
    const { wording } = wordingFor(version.content as unknown as Content, message.language, ctx.workspace.language);
    const { target, tag } = linksOf(wording)[link.n] ?? { target: '', tag: null };
    if (!/^https?:\/\//.test(target)) return null;
    const machine = isMachine(visit.userAgent, message.left_at, ctx.now);
    if (!machine) {
      await sql`
        update care_messages set clicked_at = coalesce(clicked_at, ${ctx.now}), opened_at = coalesce(opened_at, ${ctx.now})
        where workspace_id = ${ctx.workspace.id} and id = ${message.id}`.execute(ctx.db);
      await hearMessage(ctx, 'clicked', message.id);
      if (tag !== null) await tagReader(ctx, message.customer_id, tag);
    }
    await noteEvent(ctx, message.id, machine ? 'machine_click' : 'click', { n: link.n });
    return target;
  });
}

/** What they chose by the link stands on their card, in their name. */
async function tagReader(ctx: Ctx, customerId: string, tag: string): Promise<void> {
  const name = translate(ctx.workspace.language, 'care:tagging.byLink');
  const actor: Actor = { ...stranger, name, grants: { 'customers.read': 'all', 'customers.edit': 'all' } };
  try {
    await setTag({ ...ctx, actor }, await keptCardOf(ctx, customerId), { tag });
  } catch (error) {
    // A card that takes no more tags bars nobody's way.
    if (!(error instanceof Refusal)) throw error;
  }
}

export interface UnsubscribePage {
  shop: string;
  language: Locale;
  /** What the press ends: a no to what is no promotion is one to every mail. */
  ends: 'promotion' | 'everything';
  done: boolean;
}

/** Looking says nothing: programs open every link. */
export async function lookAtUnsubscribe(
  house: House,
  link: Link,
  tongue: Locale | null,
): Promise<UnsubscribePage | null> {
  return withMessage(house, link, async (ctx, message) => pageOf(ctx, message, tongue, await saidNo(ctx, message.id)));
}

/** One press, or one click at the mailbox: a no on record with its proof. Saying it again changes nothing. */
export async function unsubscribe(
  house: House,
  link: Link,
  tongue: Locale | null,
  visit: Visit,
): Promise<UnsubscribePage | null> {
  return withMessage(house, link, async (ctx, message) => {
    const page = pageOf(ctx, message, tongue, true);
    if (await saidNo(ctx, message.id)) return page;
    await ctx.db
      .updateTable('care_messages')
      .set({ unsubscribed_at: ctx.now })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', message.id)
      .execute();
    const proof = translate(ctx.workspace.language, 'care:unsubscribe.proof', {
      ip: visit.ip ?? '–',
      message: message.id,
    });
    const { customer_id: customerId, channel, address, purpose } = message;
    await recordNo(ctx, { customerId, channel, address, purpose, proof, source: 'mail', language: page.language });
    await noteEvent(ctx, message.id, 'unsubscribe', {});
    return page;
  });
}

function pageOf(ctx: Ctx, message: Sent, tongue: Locale | null, done: boolean): UnsubscribePage {
  return {
    shop: ctx.workspace.name,
    language: tongue ?? pickLocale(message.language ?? ctx.workspace.language),
    ends: consentFor(message.purpose) === 'marketing' ? 'promotion' : 'everything',
    done,
  };
}

/** A mail that came back, or that somebody called unwanted: nothing goes to the address any more. */
export async function noteReturn(
  ctx: Ctx,
  messageId: string,
  kind: 'bounce' | 'complaint',
  detail: Record<string, unknown>,
): Promise<boolean> {
  const message = await messageOf(ctx, messageId);
  if (!message) return false;
  const column = kind === 'bounce' ? 'bounced_at' : 'complained_at';
  await sql`
    update care_messages set ${sql.ref(column)} = coalesce(${sql.ref(column)}, ${ctx.now})
    where workspace_id = ${ctx.workspace.id} and id = ${messageId}`.execute(ctx.db);
  // A phone may only have been off; a mailbox that is not there does not come back.
  if (message.address && (message.channel === 'email' || kind === 'complaint'))
    await suppress(ctx, message.channel, message.address, kind);
  await noteEvent(ctx, messageId, kind, detail);
  return true;
}

export async function noteEvent(
  ctx: Ctx,
  messageId: string,
  kind: string,
  detail: Record<string, unknown>,
): Promise<void> {
  await sql`
    insert into care_events (workspace_id, id, message_id, kind, detail, at)
    select ${ctx.workspace.id}, ${newId()}, ${messageId}, ${kind}, ${JSON.stringify(detail)}::jsonb, ${ctx.now}
    where (select count(*) from (select from care_events
      where workspace_id = ${ctx.workspace.id} and message_id = ${messageId} and kind = ${kind} limit ${MOST_EVENTS}) known) < ${MOST_EVENTS}`.execute(
    ctx.db,
  );
}

async function saidNo(ctx: Ctx, messageId: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('care_messages')
    .select('unsubscribed_at')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', messageId)
    .executeTakeFirst();
  return row?.unsubscribed_at != null;
}

async function withMessage<T>(
  house: House,
  { workspaceId, id }: Link,
  work: (ctx: Ctx, message: Sent) => Promise<T>,
): Promise<T | null> {
  const workspace = await workspaceById(house.database, workspaceId);
  if (!workspace) return null;
  return command(house.database, asSystem(workspace), async (ctx) => {
    const message = await messageOf(ctx, id);
    return message ? work(ctx, message) : null;
  });
}

async function messageOf(ctx: Ctx, id: string): Promise<Sent | undefined> {
  const { rows } = await sql<Sent>`
    select m.id, m.customer_id, m.address, m.language, coalesce(m.sent_at, m.claimed_at) as left_at, m.template_id, m.template_version, h.kind as channel, d.purpose
    from care_messages m
    join care_sendings d on d.workspace_id = m.workspace_id and d.id = m.sending_id
    join care_channels h on h.workspace_id = d.workspace_id and h.id = d.channel_id
    where m.workspace_id = ${ctx.workspace.id} and m.id = ${id} for update of m`.execute(ctx.db);
  return rows[0];
}
