import { sql } from 'kysely';
import { headStampOf, sealOf } from './audit-chain.ts';
import type { Ctx } from './context.ts';
import { asSystem, command, workspaceById } from './enter.ts';
import type { House } from './house.ts';

const AT_ONCE = 1_000;

/**
 * Chains what was committed since, of one workspace. Entries get their place here and not when they are written: a chain
 * inside the transactions would let all acts of a workspace wait for each other. Returns how many were sealed. An entry
 * that is gone by now has its place, too, so that `verify` misses it.
 */
export async function sealWaiting(house: Pick<House, 'database'>): Promise<number> {
  const waiting = await house.database.local
    .selectFrom('audit_unsealed')
    .select('workspace_id')
    .limit(1)
    .executeTakeFirst();
  if (!waiting) return 0;
  const workspace = await workspaceById(house.database, waiting.workspace_id);
  if (workspace) return command(house.database, asSystem(workspace), sealNext);
  await house.database.local.deleteFrom('audit_unsealed').where('workspace_id', '=', waiting.workspace_id).execute();
  return 0;
}

async function sealNext(ctx: Ctx): Promise<number> {
  const head = await lockedHead(ctx);
  const { rows } = await sql<{ id: string; digest: Buffer }>`
    with taken as (
      delete from audit_unsealed where workspace_id = ${ctx.workspace.id} and entry_id in (
        select entry_id from audit_unsealed where workspace_id = ${ctx.workspace.id} order by entry_id limit ${AT_ONCE})
      returning entry_id)
    select taken.entry_id as id, coalesce(e.digest, '') as digest from taken
    left join audit_entries e on e.workspace_id = ${ctx.workspace.id} and e.id = taken.entry_id
    order by taken.entry_id`.execute(ctx.db);
  if (rows.length === 0) return 0;
  let { seq, hash } = head;
  const seals = rows.map(({ id, digest }) => {
    seq += 1;
    hash = sealOf(hash, digest);
    return { workspace_id: ctx.workspace.id, seq: BigInt(seq), entry_id: id, hash };
  });
  await ctx.db.insertInto('audit_seals').values(seals).execute();
  const stamp = headStampOf({ workspaceId: ctx.workspace.id, seq, hash, unstamped: head.unstamped });
  await ctx.db
    .updateTable('audit_heads')
    .set({ seq: BigInt(seq), hash, stamp })
    .where('workspace_id', '=', ctx.workspace.id)
    .execute();
  return rows.length;
}

/** Locked, so that one process at a time seals in a workspace; those who act there do not need it. */
async function lockedHead(ctx: Ctx): Promise<{ seq: number; hash: Buffer; unstamped: number }> {
  await ctx.db
    .insertInto('audit_heads')
    .values({ workspace_id: ctx.workspace.id, seq: 0n, hash: Buffer.alloc(0), unstamped: 0n })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const head = await ctx.db
    .selectFrom('audit_heads')
    .select(['seq', 'hash', 'unstamped'])
    .where('workspace_id', '=', ctx.workspace.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { seq: Number(head.seq), hash: head.hash, unstamped: Number(head.unstamped) };
}
