import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { notify } from '../../team/index.ts';
import { raiseReasons } from '../../today/index.ts';
import { hearMessage } from '../journeys/heard.ts';
import { noteEvent } from '../public/follow.ts';
import { isRefusal } from '../rules/answer-text.ts';
import type { ChannelKind, Purpose } from '../shapes-contract.ts';
import { recordNo } from './record-no.ts';

export interface TakenAnswer {
  customerId: string;
  channel: ChannelKind;
  /** What it answers, where that is known. */
  messageId: string | null;
  /** The mailbox or telephone that it came from, where that is known. */
  from?: string | undefined;
  /** Its name at the other side: the same again is the same answer. */
  externalId: string;
  subject: string | null;
  body: string;
}

/**
 * Puts what a customer wrote on the timeline, before the colleague whose customer it is, and on Today; an answer that only
 * says "no more" is a no on record instead. False: it was there already.
 */
export async function takeAnswer(ctx: Ctx, answer: TakenAnswer): Promise<boolean> {
  const id = newId();
  const { customerId, channel, messageId } = answer;
  const body = storable(answer.body, 4000);
  const row = await ctx.db
    .insertInto('care_answers')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      customer_id: customerId,
      message_id: messageId,
      channel,
      external_id: storable(answer.externalId, 300),
      subject: answer.subject === null ? null : storable(answer.subject, 300),
      body,
      at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'channel', 'external_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  const answered = messageId ? await noteAnswered(ctx, messageId) : null;
  if (isRefusal(body)) await recordNo(ctx, refusalIn(ctx, answer, body, answered));
  else await tellOwner(ctx, id, answer);
  return true;
}

/** Nothing that PostgreSQL cannot store. */
function storable(text: string, most: number): string {
  return text.toWellFormed().replaceAll('\0', '').slice(0, most);
}

interface Answered {
  purpose: Purpose;
  address: string | null;
}

async function noteAnswered(ctx: Ctx, messageId: string): Promise<Answered | null> {
  const { rows } = await sql<Answered>`
    update care_messages m set answered_at = coalesce(m.answered_at, ${ctx.now}) from care_sendings d
    where m.workspace_id = ${ctx.workspace.id} and m.id = ${messageId} and d.workspace_id = m.workspace_id and d.id = m.sending_id
    returning d.purpose, m.address`.execute(ctx.db);
  await noteEvent(ctx, messageId, 'answer', {});
  await hearMessage(ctx, 'answered', messageId);
  return rows[0] ?? null;
}

function refusalIn(ctx: Ctx, { customerId, channel, from }: TakenAnswer, body: string, answered: Answered | null) {
  const proof = translate(ctx.workspace.language, 'care:answer.proof', { words: body.slice(0, 40) });
  const address = answered?.address ?? from ?? null;
  return { customerId, channel, address, purpose: answered?.purpose ?? null, proof, source: 'answer' as const };
}

async function tellOwner(ctx: Ctx, id: string, { customerId, channel }: TakenAnswer): Promise<void> {
  await raiseReasons(ctx, [
    { customerId, kind: 'answered', source: id, stakeMinor: 0n, dueOn: ctx.today, params: { channel } },
  ]);
  const owner = await ctx.db
    .selectFrom('customers')
    .select('owner_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', customerId)
    .executeTakeFirst();
  if (!owner?.owner_id) return;
  await notify(ctx, {
    memberIds: [owner.owner_id],
    kind: 'answered',
    params: { customerId, channel },
    source: `answer ${id}`,
    link: `/customers/${customerId}`,
    customerId,
  });
}
