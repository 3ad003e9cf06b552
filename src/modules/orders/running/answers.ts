import type { Ctx } from '../../../kernel/context.ts';
import type { AnsweredCard } from '../../today/index.ts';
import { noteStep, type StepKind } from './course.ts';

/** Whoever asked the customer from Today has done the after-sale question. */
export function noteAnswer(ctx: Ctx, card: AnsweredCard): Promise<void> {
  return note(ctx, card, 'checked_in');
}

export function takeAnswerBack(ctx: Ctx, card: AnsweredCard): Promise<void> {
  return note(ctx, card, 'check_in_undone');
}

async function note(ctx: Ctx, card: AnsweredCard, kind: StepKind): Promise<void> {
  const asked = card.reasons.flatMap((reason) => (reason.kind === 'after_sale' ? [reason.source] : []));
  if (card.outcome !== 'done' || asked.length === 0) return;
  // An order may have left with its import since.
  const there = await ctx.db
    .selectFrom('orders')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', 'in', asked)
    .execute();
  for (const { id } of there) await noteStep(ctx, id, kind, { note: card.note });
}
