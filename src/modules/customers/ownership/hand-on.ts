import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { KeptRow, Undo } from '../../transfer/index.ts';
import { recordChanges } from '../bulk-change.ts';
import { announceChanged } from '../created.ts';
import type { CustomerRow } from '../reach.ts';
import type { OwnerWhy } from './contract.ts';
import { recordOwners } from './record.ts';

export interface Giving {
  customerId: string;
  /** Whose they are believed to be: who has got somebody else meanwhile stays there. */
  from: string | null;
  to: string | null;
}

/**
 * Gives many customers to other owners and touches nothing else of them, so that it can be taken back from the history
 * of owners whatever else was edited since. Answers those that were given.
 */
export async function handOnCustomers(
  ctx: Ctx,
  givings: readonly Giving[],
  { why, changeSetId }: { why: OwnerWhy; changeSetId: string | null },
): Promise<Giving[]> {
  const rows = await locked(
    ctx,
    givings.map(({ customerId }) => customerId),
  );
  const given = givings.filter(({ customerId, from, to }) => {
    const row = rows.get(customerId);
    return row !== undefined && row.owner_id === from && from !== to;
  });
  if (given.length === 0) return [];
  const ids = given.map(({ customerId }) => customerId);
  await sql`
    update customers c set owner_id = t.owner_id, version = c.version + 1, updated_at = ${ctx.now}
    from unnest(${ids}::uuid[], ${given.map(({ to }) => to)}::uuid[]) as t (id, owner_id)
    where c.workspace_id = ${ctx.workspace.id} and c.id = t.id`.execute(ctx.db);
  await recordOwners(ctx, given, why, changeSetId);
  await recordChanges(
    ctx,
    given.map(({ customerId, from, to }) => {
      return { row: rows.get(customerId) as CustomerRow, fields: { ownerId: { old: from, new: to } } };
    }),
    changeSetId,
  );
  await announceChanged(ctx, ids, changeSetId);
  return given;
}

/** Locked in the order of ids, so that two who give the same customers come one after the other. */
async function locked(ctx: Ctx, ids: readonly string[]): Promise<Map<string, CustomerRow>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('customers')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('binned_at', 'is', null)
    .where(sql<boolean>`id = any (${[...ids]}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

const HANDED: readonly OwnerWhy[] = ['distributed', 'pooled', 'handed'];

/** Back to whoever had them; who has been given to somebody else since stays there. */
export const undoHandingOn: Undo = {
  entity: 'owners',
  order: 28,
  async undo(ctx, changeSetId) {
    const { rows } = await sql<{ id: string; from_id: string | null; to_id: string | null }>`
      select customer_id as id, from_id, to_id from customer_owners
      where workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId} and why = any (${[...HANDED]}::text[])
      order by customer_id`.execute(ctx.db);
    const back = rows.map(({ id, from_id, to_id }) => ({ customerId: id, from: to_id, to: from_id }));
    const given = await handOnCustomers(ctx, back, { why: 'undone', changeSetId: null });
    const gone = new Set(given.map(({ customerId }) => customerId));
    const kept = await names(
      ctx,
      back.map(({ customerId }) => customerId).filter((id) => !gone.has(id)),
    );
    return { reversed: given.length, kept, failed: [] };
  },
};

async function names(ctx: Ctx, ids: readonly string[]): Promise<KeptRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from customers where workspace_id = ${ctx.workspace.id} and id = any (${[...ids]}::uuid[])
    order by id`.execute(ctx.db);
  return rows.map(({ id, name }) => ({ id, what: name, why: 'customers:ownership.givenSince' }));
}
