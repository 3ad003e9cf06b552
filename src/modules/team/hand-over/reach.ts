import type { Selectable } from 'kysely';
import { scopeOf } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { HandOvers } from '../../../kernel/db/tables.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { handOverErrors } from './contract.ts';

export type HandOverRow = Selectable<HandOvers>;

const refuse = refusals(handOverErrors);

/** Whoever hands over decides about everybody's customers. */
export function admitHandingOver(ctx: Ctx): void {
  for (const permission of ['customers.read', 'customers.edit'] as const)
    if (scopeOf(ctx.actor, permission) !== 'all') throw refuseCommon('NOT_ALLOWED', { permission });
}

export async function handOverSeen(ctx: Ctx, id: string): Promise<HandOverRow> {
  admitHandingOver(ctx);
  const row = await ctx.db
    .selectFrom('hand_overs')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw refuse('HAND_OVER_NOT_FOUND');
  return row;
}

/** Held till the end, so that two who give or change the same one come one after the other. */
export async function handOverHeld(ctx: Ctx, id: string): Promise<HandOverRow> {
  admitHandingOver(ctx);
  const row = await ctx.db
    .selectFrom('hand_overs')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw refuse('HAND_OVER_NOT_FOUND');
  return row;
}
