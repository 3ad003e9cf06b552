import { sql, type Selectable } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { CareSendings } from '../../../kernel/db/tables.ts';
import { newId } from '../../../kernel/ids.ts';
import { premises } from '../../workspaces/index.ts';
import { PRIORITY } from '../rules/gate.ts';
import type { Purpose } from '../shapes-contract.ts';
import { sendJob } from './machine.ts';

export type SendingRow = Selectable<CareSendings>;
export type Sender = 'campaign' | 'greeting' | 'single' | 'journey' | 'newsletter' | 'event';

interface NewSending {
  sender: Sender;
  senderId: string;
  channelId: string;
  purpose: Purpose;
  /** Open at once where recipients are added one by one. */
  state: 'freezing' | 'open';
  /** Given to whoever gets a message, as it goes out. */
  couponId?: string | null | undefined;
}

/** The sending of this sender, made at the first call. */
export async function openSending(
  ctx: Ctx,
  { sender, senderId, channelId, purpose, state, couponId = null }: NewSending,
): Promise<string> {
  const row = await ctx.db
    .insertInto('care_sendings')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      channel_id: channelId,
      sender,
      sender_id: senderId,
      purpose,
      priority: PRIORITY[purpose],
      state,
      created_at: ctx.now,
      opened_at: state === 'open' ? ctx.now : null,
      coupon_id: couponId,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'sender', 'sender_id'])
        .doUpdateSet({ channel_id: channelId, purpose, priority: PRIORITY[purpose], coupon_id: couponId }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function sendingOf(ctx: Ctx, sender: Sender, senderId: string): Promise<SendingRow | undefined> {
  return ctx.db
    .selectFrom('care_sendings')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('sender', '=', sender)
    .where('sender_id', '=', senderId)
    .executeTakeFirst();
}

/** From one state to another; false where it stands elsewhere. Whoever claims messages looks at the state first. */
export async function turnSending(
  ctx: Ctx,
  id: string,
  from: readonly SendingRow['state'][],
  to: SendingRow['state'],
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('care_sendings')
    .set({ state: to, ...(to === 'finished' || to === 'stopped' ? { finished_at: ctx.now } : {}) })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** What waits for these senders does not go out any more. */
export async function skipPlanned(ctx: Ctx, sender: Sender, senderIds: readonly string[]): Promise<void> {
  await sql`
    update care_messages m set state = 'skipped', reason = 'stopped' from care_sendings d
    where m.workspace_id = ${ctx.workspace.id} and d.workspace_id = m.workspace_id and d.id = m.sending_id
      and d.sender = ${sender} and d.sender_id = any (${[...senderIds]}::uuid[]) and m.state = 'planned'`.execute(
    ctx.db,
  );
}

/** Wakes the machine of the channel when the transaction commits. */
export async function wake(ctx: Ctx, channelId: string, at?: Date): Promise<void> {
  await premises().jobs.enqueue(ctx, sendJob, { channelId }, at ? { startAfter: at } : {});
}

/** After a power cut, and each night for whatever was forgotten: channels with something to send are woken. */
export async function wakeAll(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ channel_id: string }>`
    select distinct d.channel_id from care_sendings d where d.workspace_id = ${ctx.workspace.id} and d.state = 'open'
      and exists (select from care_messages m
        where m.workspace_id = d.workspace_id and m.sending_id = d.id and m.state in ('planned', 'sending'))`.execute(
    ctx.db,
  );
  for (const { channel_id: channelId } of rows) await wake(ctx, channelId);
}
