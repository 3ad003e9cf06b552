import { createHash } from 'node:crypto';
import type { Ctx } from '../../../kernel/context.ts';
import { maskEmail } from '../../customers/index.ts';

export type SuppressedBy = 'bounce' | 'complaint' | 'manual';

/** Nothing goes to this address any more; the first reason stays. */
export async function suppress(ctx: Ctx, channel: string, address: string, reason: SuppressedBy): Promise<void> {
  const shown = channel === 'email' ? maskEmail(address) : `•••${address.slice(-4)}`;
  await ctx.db
    .insertInto('care_suppressions')
    .values({
      workspace_id: ctx.workspace.id,
      channel,
      address_hash: hashOf(ctx.workspace.id, address),
      shown,
      reason,
      at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Unkeyed, so that the database can ask for many at once; with the workspace, so that two shops' lists do not compare. */
export function hashOf(workspaceId: string, address: string): Buffer {
  return createHash('sha256').update(`${workspaceId} ${address}`).digest();
}
