import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { findCustomersBy, phoneKey } from '../../customers/index.ts';
import { isRefusal } from '../rules/answer-text.ts';
import type { SmsAnswer } from '../rules/sms-answers.ts';
import { takeAnswer } from './take-answer.ts';

/** An answer this long after the last message is none to it. */
const DAYS = 14;

/** What came back to the number of this channel; false: nobody on file has such a telephone, or several do and none was written to. */
export async function takeSms(ctx: Ctx, channelId: string, { from, text, id }: SmsAnswer): Promise<boolean> {
  const ids = [...new Set((await findCustomersBy(ctx, { phones: [from] })).map((found) => found.id))];
  const last = ids.length > 0 ? await lastTo(ctx, channelId, ids) : undefined;
  // Which of several wrote nobody can say; a no counts on every card with this telephone.
  const customerId = last?.customer_id ?? (ids.length === 1 || isRefusal(text) ? ids[0] : undefined);
  if (!customerId) return false;
  return takeAnswer(ctx, {
    customerId,
    channel: 'sms',
    messageId: last?.id ?? null,
    from: phoneKey(ctx, from) ?? from,
    externalId: `${channelId} ${id}`,
    subject: null,
    body: text,
  });
}

async function lastTo(ctx: Ctx, channelId: string, ids: readonly string[]) {
  const { rows } = await sql<{ id: string; customer_id: string }>`
    select m.id, m.customer_id from care_messages m
    join care_sendings d on d.workspace_id = m.workspace_id and d.id = m.sending_id and d.channel_id = ${channelId}
    where m.workspace_id = ${ctx.workspace.id} and m.customer_id = any (${[...ids]}::uuid[])
      and m.sent_at > ${new Date(ctx.now.getTime() - DAYS * 86_400_000)}
    order by m.sent_at desc limit 1`.execute(ctx.db);
  return rows[0];
}
