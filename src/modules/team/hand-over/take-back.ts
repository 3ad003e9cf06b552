import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { undoChangeSet } from '../../transfer/index.ts';
import { handOverErrors, type HandOver } from './contract.ts';
import { presentHandOver } from './present.ts';
import { handOverHeld, handOverSeen } from './reach.ts';

const refuse = refusals(handOverErrors);

/** One tap: what the hand-over gave goes back, as far as it is still where it was given. */
export async function takeHandOverBack(
  ctx: Ctx,
  { id }: { id: string },
): Promise<HandOver & { reversed: number; kept: number }> {
  const row = await handOverHeld(ctx, id);
  if (row.change_set_id === null) throw refuse('HAND_OVER_NOT_GIVEN');
  const { reversed, counts } = await undoChangeSet(ctx, { id: row.change_set_id });
  return { ...(await presentHandOver(ctx, await handOverSeen(ctx, id))), reversed, kept: counts.kept };
}
