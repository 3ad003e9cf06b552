import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { customerToChange } from './reach.ts';
import type { AskedQuestion } from './rules/completeness.ts';

/** Leaves the card's question for another day, or for good. */
export async function putOffQuestion(
  ctx: Ctx,
  { id, kind, answer }: { id: string; kind: string; answer: 'later' | 'declined' },
): Promise<{ ok: true }> {
  const { id: customerId } = await customerToChange(ctx, id, 'customers.edit');
  await ctx.db
    .insertInto('customer_questions')
    .values({ workspace_id: ctx.workspace.id, customer_id: customerId, kind, asked_on: ctx.today, answer })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'customer_id', 'kind']).doUpdateSet({ asked_on: ctx.today, answer }),
    )
    .execute();
  return { ok: true };
}

export async function askedQuestions(ctx: Ctx, customerId: string): Promise<AskedQuestion[]> {
  const rows = await ctx.db
    .selectFrom('customer_questions')
    .select(['kind', 'asked_on', 'answer'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .execute();
  return rows.map(({ kind, asked_on: on, answer }) => ({ kind, on, answer: answer as AskedQuestion['answer'] }));
}

/** A fact that was given after all is no open question any more. */
export async function settleQuestions(ctx: Ctx, customerId: string, kinds: readonly string[]): Promise<void> {
  if (kinds.length === 0) return;
  await sql`
    delete from customer_questions
    where workspace_id = ${ctx.workspace.id} and customer_id = ${customerId} and kind = any (${[...kinds]}::text[])`.execute(
    ctx.db,
  );
}
