import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import { refreshPhases } from './phases.ts';
import { raiseRunning } from './reasons.ts';

export type StepKind =
  | 'promised'
  | 'moved_on'
  | 'handed_over'
  | 'hand_over_undone'
  | 'checked_in'
  | 'check_in_undone'
  | 'cancelled'
  | 'reopened'
  | 'changed_hands';

/** Appends to what happened to an order. */
export async function noteStep(
  ctx: Ctx,
  orderId: string,
  kind: StepKind,
  { note, promisedOn }: { note?: string | null | undefined; promisedOn?: string } = {},
): Promise<void> {
  await ctx.db
    .insertInto('order_steps')
    .values({
      workspace_id: ctx.workspace.id,
      order_id: orderId,
      id: newId(),
      kind,
      at: ctx.now,
      promised_on: promisedOn ?? null,
      note: note || null,
      by_name: ctx.actor.name,
    })
    .execute();
}

/** What follows from every change of what is running for these customers: where they stand, and what Today says. */
export async function runningChanged(ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  if (customerIds.length === 0) return;
  await refreshPhases(ctx, sql`select distinct unnest(${[...customerIds]}::uuid[]) as customer_id`);
  await raiseRunning(ctx, customerIds);
}
