import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { locales, type Locale } from '../../../kernel/i18n/locales.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { newId } from '../../../kernel/ids.ts';
import { EVENT_PAGE } from '../sending/compose-message.ts';
import { openSending, wake } from '../sending/sendings.ts';
import type { Purpose } from '../shapes-contract.ts';
import type { Content, Wording } from '../templates/contract.ts';
import { plain } from './rules/plain.ts';
import type { GatheringRow } from './stored.ts';
import { whenInWords } from './when.ts';

export const letterKinds = ['invitation', 'ticket', 'waiting', 'movedUp', 'moved', 'reminder', 'cancelled'] as const;
export type LetterKind = (typeof letterKinds)[number];

/** What answers a guest who is asking at this moment, whatever the hour. */
const AT_ONCE: ReadonlySet<LetterKind> = new Set(['ticket', 'waiting']);
/** Only who has a place is told the way into what is online. */
const WITH_PLACE: ReadonlySet<LetterKind> = new Set(['ticket', 'movedUp', 'reminder']);

interface Told {
  customer_id: string;
  turn: number;
}

/** A message for each of them, through the one machine; the gate looks at everybody as it leaves. How many were not told yet. */
export async function tell(ctx: Ctx, event: GatheringRow, kind: LetterKind, guests: readonly Told[]): Promise<number> {
  const channel = event.channel_id && (await channelThere(ctx, event.channel_id));
  if (!channel || guests.length === 0) return 0;
  const sendingId = await lotOf(ctx, event, channel.id, 'service');
  const templateId = await letterOf(ctx, event, kind, channel.kind);
  const step = (turn: number) => (kind === 'moved' ? `${kind} ${turn} ${event.version}` : `${kind} ${turn}`);
  const rows = guests.map(({ customer_id: customer, turn }) => ({ id: newId(), customer, step: step(turn) }));
  const { numAffectedRows } = await sql`
    insert into care_messages (workspace_id, id, sending_id, customer_id, step, state, template_id, template_version, fields, due_at, at_once)
    select ${ctx.workspace.id}, x.id, ${sendingId}, x.customer, x.step, 'planned', ${templateId}, 1, '{}', ${ctx.now}, ${AT_ONCE.has(kind)}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id uuid, customer uuid, step text)
    on conflict (workspace_id, sending_id, customer_id, step) do nothing`.execute(ctx.db);
  await wake(ctx, channel.id);
  return Number(numAffectedRows ?? 0n);
}

/** What waits for the morning, or for a channel, leaves in the words of the event as it is now. */
export async function rewordPlanned(ctx: Ctx, event: GatheringRow): Promise<void> {
  const channel = event.channel_id && (await channelThere(ctx, event.channel_id));
  if (!channel) return;
  const planned = (more: RawBuilder<unknown>) => sql`m.workspace_id = ${ctx.workspace.id} and m.state = 'planned'
    and m.sending_id in (select d.id from care_sendings d where d.workspace_id = m.workspace_id and d.sender = 'event'
      and d.sender_id in (${event.id}, ${event.invitation_id})) ${more}`;
  const { rows } = await sql<{ kind: LetterKind }>`
    select distinct split_part(m.step, ' ', 1) as kind from care_messages m where ${planned(sql``)}`.execute(ctx.db);
  for (const { kind } of rows) {
    const templateId = await letterOf(ctx, event, kind, channel.kind);
    await sql`
      update care_messages m set template_id = ${templateId}
      where ${planned(sql`and split_part(m.step, ' ', 1) = ${kind}`)}`.execute(ctx.db);
  }
}

/** Invitations rest on the consent to marketing; what a guest is told of the own place, on that to service. */
export function lotOf(ctx: Ctx, event: GatheringRow, channelId: string, purpose: Purpose): Promise<string> {
  const senderId = purpose === 'promotion' ? event.invitation_id : event.id;
  return openSending(ctx, { sender: 'event', senderId, channelId, purpose, state: 'open' });
}

export async function channelThere(ctx: Ctx, id: string): Promise<{ id: string; kind: string } | undefined> {
  return ctx.db
    .selectFrom('care_channels')
    .select(['id', 'kind'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
}

/**
 * The template of this letter in the event's words, made when it is first needed. It is retired from the start: nobody
 * chooses it for anything else, and what it sent stays readable.
 */
export async function letterOf(ctx: Ctx, event: GatheringRow, kind: LetterKind, channel: string): Promise<string> {
  const { rows } = await sql<{ letters: Record<string, string> }>`
    select letters from care_gatherings where workspace_id = ${ctx.workspace.id} and id = ${event.id} for update`.execute(
    ctx.db,
  );
  const key = `${kind} ${channel}`;
  const known = rows[0]?.letters[key];
  if (known) return known;
  const id = newId();
  const purpose: Purpose = kind === 'invitation' ? 'promotion' : 'service';
  const name = translate(ctx.workspace.language, `care:event.letter.${kind}.name`, { title: event.title });
  const shared = { workspace_id: ctx.workspace.id, changed_at: ctx.now, changed_by_name: ctx.actor.name };
  await ctx.db
    .insertInto('care_templates')
    .values({ ...shared, id, name, channel, purpose, retired_at: ctx.now })
    .execute();
  await ctx.db
    .insertInto('care_template_versions')
    .values({
      workspace_id: ctx.workspace.id,
      template_id: id,
      version: 1,
      content: JSON.stringify(contentOf(ctx, event, kind)),
      at: ctx.now,
      by_name: ctx.actor.name,
    })
    .execute();
  await sql`
    update care_gatherings set letters = letters || jsonb_build_object(${key}::text, ${id}::text)
    where workspace_id = ${ctx.workspace.id} and id = ${event.id}`.execute(ctx.db);
  return id;
}

function contentOf(ctx: Ctx, event: GatheringRow, kind: LetterKind): Content {
  return Object.fromEntries(locales.map((tongue) => [tongue, wordingIn(ctx, event, kind, tongue)])) as Content;
}

function wordingIn(ctx: Ctx, event: GatheringRow, kind: LetterKind, tongue: Locale): Wording {
  // The salutation is filled in for each when the letter goes out.
  const own = { salutation: '{{salutation}}' };
  const word = (key: string, values?: Record<string, string>) =>
    translate(tongue, `care:event.letter.${key}`, { ...own, ...values });
  const title = plain(event.title);
  const facts = [
    word('when', { when: whenInWords(tongue, ctx.workspace.zone, event) }),
    event.place && (!event.online || WITH_PLACE.has(kind)) ? word('where', { where: plain(event.place) }) : '',
    event.price && word('price', { price: plain(event.price) }),
  ].filter(Boolean);
  const withText = kind === 'invitation' && event.body.trim() !== '';
  return {
    subject: word(`${kind}.subject`, { title }),
    preheader: '',
    blocks: [
      { kind: 'heading', text: title },
      { kind: 'text', text: word(`${kind}.text`, { title }) },
      { kind: 'text', text: facts.join('\n') },
      ...(withText ? [{ kind: 'text' as const, text: plain(event.body) }] : []),
      ...(kind === 'cancelled' ? [] : [{ kind: 'button' as const, text: word(`${kind}.button`), link: EVENT_PAGE }]),
    ],
  };
}
