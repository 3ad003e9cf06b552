import type { Ctx } from '../../kernel/context.ts';
import type { AnsweredCard } from '../today/index.ts';
import { goodsBreakKinds } from './product-rhythm/rules/goods-breaks.ts';

/** What people answered on Today: the alert waits for the customer to come back, or was none. */
export async function noteAnswer(ctx: Ctx, card: AnsweredCard): Promise<void> {
  const ids = alertIds(card);
  if (ids.length === 0 || card.outcome === 'later') return;
  await ctx.db
    .updateTable('retention_alerts')
    .set(
      card.outcome === 'done'
        ? { cared_on: ctx.today, cared_way: card.way, cared_by: ctx.actor.memberId }
        : { settled_on: ctx.today, outcome: 'dismissed' },
    )
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', 'in', ids)
    .where('settled_on', 'is', null)
    .execute();
}

export async function takeAnswerBack(ctx: Ctx, card: AnsweredCard): Promise<void> {
  const ids = alertIds(card);
  if (ids.length === 0 || card.outcome === 'later') return;
  const answered = ctx.db
    .updateTable('retention_alerts')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', 'in', ids);
  if (card.outcome === 'done') await answered.set({ cared_on: null, cared_way: null, cared_by: null }).execute();
  else await answered.where('outcome', '=', 'dismissed').set({ settled_on: null, outcome: null }).execute();
}

const KINDS = new Set<string>(['late', 'amount_down', 'slowing', ...goodsBreakKinds]);

function alertIds(card: AnsweredCard): string[] {
  return card.reasons.filter(({ kind }) => KINDS.has(kind)).map(({ source }) => source);
}
