import { z } from 'zod';
import type { Ctx } from '../../../kernel/context.ts';
import { longJob, type LongWork } from '../../../kernel/jobs/jobs.ts';
import { mailableFor } from '../../customers/index.ts';
import { writeLetter } from './letters.ts';

/** Mails the letters one by one. Each is claimed first: after a power cut none goes out twice. */
export const lettersJob = longJob('team.hand-over-letters', z.object({ handOverId: z.uuid() }), sendLetters);

async function sendLetters(work: LongWork, { handOverId }: { handOverId: string }): Promise<void> {
  while (!work.signal.aborted) {
    const letter = await work.step((ctx) => claimLetter(ctx, handOverId));
    if (letter === null) return;
    if (letter === 'none') continue;
    const sent = await work.house.mail.send(letter.mail);
    await work.step((ctx) => mark(ctx, handOverId, letter.customerId, sent ? 'mailed' : 'failed'));
  }
}

async function claimLetter(ctx: Ctx, handOverId: string) {
  const next = await ctx.db
    .selectFrom('hand_over_customers')
    .select(['customer_id', 'to_id'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('hand_over_id', '=', handOverId)
    .where('message', '=', 'waiting')
    .orderBy('customer_id')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (!next) return null;
  const row = await ctx.db
    .selectFrom('hand_overs')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', handOverId)
    .executeTakeFirstOrThrow();
  // Said no meanwhile, or the hand-over was taken back: then nothing goes out.
  const [to] = row.state === 'given' ? await mailableFor(ctx, [next.customer_id], 'service') : [];
  if (!to || next.to_id === null) {
    await mark(ctx, handOverId, next.customer_id, 'none');
    return 'none';
  }
  await mark(ctx, handOverId, next.customer_id, 'sending');
  const { subject, text } = await writeLetter(
    ctx,
    row,
    { customerId: next.customer_id, toId: next.to_id },
    to.language ?? ctx.workspace.language,
  );
  return { customerId: next.customer_id, mail: { to: to.email, subject, text } };
}

async function mark(ctx: Ctx, handOverId: string, customerId: string, message: string): Promise<void> {
  await ctx.db
    .updateTable('hand_over_customers')
    .set({ message })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('hand_over_id', '=', handOverId)
    .where('customer_id', '=', customerId)
    .execute();
}
