import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse } from '../../../kernel/errors.ts';
import { customerSeen, reaching } from '../../customers/index.ts';
import { careErrors } from '../errors-contract.ts';
import type { PauseReason } from './contract.ts';

const refuseCare = refusals(careErrors);

export async function readPause(ctx: Ctx, asked: { id: string }) {
  const { id } = await customerSeen(ctx, asked.id);
  const row = await ctx.db
    .selectFrom('care_pauses')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', id)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>=', ctx.today)]))
    .executeTakeFirst();
  if (!row) return { pause: null };
  return { pause: { reason: row.reason as PauseReason, until: row.until, by: row.by_name, at: row.at.toISOString() } };
}

/** Saying it again brings reason and end up to date. */
export async function pausePromotion(
  ctx: Ctx,
  { id, reason, until }: { id: string; reason: PauseReason; until?: string | null | undefined },
): Promise<{ ok: true }> {
  const cardId = await cardToChange(ctx, id);
  if (until && until < ctx.today) throw refuseCare('PAUSE_ENDS_BEFORE', { path: 'until' });
  const row = { reason, until: until ?? null, by_name: ctx.actor.name, at: ctx.now };
  await ctx.db
    .insertInto('care_pauses')
    .values({ workspace_id: ctx.workspace.id, customer_id: cardId, ...row })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'customer_id']).doUpdateSet(row))
    .execute();
  await recordAudit(ctx, { action: 'customer.promotion_paused', entity: 'customer', entityId: cardId });
  return { ok: true };
}

export async function liftPause(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  const cardId = await cardToChange(ctx, id);
  await ctx.db
    .deleteFrom('care_pauses')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', cardId)
    .execute();
  await recordAudit(ctx, { action: 'customer.promotion_resumed', entity: 'customer', entityId: cardId });
  return { ok: true };
}

async function cardToChange(ctx: Ctx, asked: string): Promise<string> {
  const { id } = await customerSeen(ctx, asked);
  if (!(await reaching(ctx, id, ['customers.edit'])).has('customers.edit'))
    throw refuse('NOT_ALLOWED', { permission: 'customers.edit' });
  return id;
}
