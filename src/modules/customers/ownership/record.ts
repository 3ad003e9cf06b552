import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import type { OwnerWhy } from './contract.ts';

export interface OwnerMove {
  customerId: string;
  from: string | null;
  to: string | null;
}

/** Every change of owners ends here, whoever made it. Those that changed nothing leave no row. */
export async function recordOwners(
  ctx: Ctx,
  moves: readonly OwnerMove[],
  why: OwnerWhy,
  changeSetId: string | null = null,
): Promise<void> {
  const moved = moves.filter(({ from, to }) => from !== to);
  if (moved.length === 0) return;
  await sql`
    insert into customer_owners (workspace_id, customer_id, id, from_id, to_id, at, why, by_kind, by_name, change_set_id)
    select ${ctx.workspace.id}, customer_id, id, from_id, to_id, ${ctx.now}, ${why}, ${ctx.actor.kind},
      ${ctx.actor.name}, ${changeSetId}::uuid
    from unnest(${moved.map(({ customerId }) => customerId)}::uuid[], ${moved.map(() => newId())}::uuid[],
      ${moved.map(({ from }) => from)}::uuid[], ${moved.map(({ to }) => to)}::uuid[]) as t (customer_id, id, from_id, to_id)`.execute(
    ctx.db,
  );
}

/** Rows before and after, as moves. */
export function ownerMoves(pairs: readonly { old: Owned; row: Owned & { id: string } }[]): OwnerMove[] {
  return pairs.map(({ old, row }) => ({ customerId: row.id, from: old.owner_id, to: row.owner_id }));
}

interface Owned {
  owner_id: string | null;
}
