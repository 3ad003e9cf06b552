import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { recordedUpdates, type KeptRow, type RecordedUpdate, type Undo, type UndoneRows } from '../transfer/index.ts';
import { writeRows } from './bulk-change.ts';
import { announceChanged } from './created.ts';
import type { CustomerRow } from './reach.ts';

/** Customers go after everything that refers to them. */
export const undoCustomers: Undo = { entity: 'customers', order: 30, undo: takeBack };

async function takeBack(ctx: Ctx, changeSetId: string): Promise<UndoneRows> {
  await removeNotes(ctx, changeSetId);
  const made = await removeMade(ctx, changeSetId);
  const restored = await restoreChanged(ctx, changeSetId);
  await announceChanged(ctx, [], changeSetId);
  return { reversed: made.removed + restored.restored, kept: [...made.kept, ...restored.kept], failed: [] };
}

async function removeNotes(ctx: Ctx, changeSetId: string): Promise<void> {
  await sql`
    delete from customer_notes
    where workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId} and version = 1`.execute(ctx.db);
}

/**
 * A table that refers to customers without cascade holds its customers. The rest (search terms, statistics, tags) goes
 * with them. The database itself knows which is which, so no module is forgotten.
 */
async function removeMade(ctx: Ctx, changeSetId: string): Promise<{ removed: number; kept: KeptRow[] }> {
  const edited = sql`c.version <> coalesce((
    select u.version_after from change_set_updates u
    where u.workspace_id = c.workspace_id and u.change_set_id = ${changeSetId} and u.entity = 'customers'
      and u.entity_id = c.id), 1)`;
  const used = await heldBy(ctx);
  const kept = await sql<{ id: string; name: string; edited: boolean }>`
    select c.id, c.name, ${edited} as edited from customers c
    where c.workspace_id = ${ctx.workspace.id} and c.change_set_id = ${changeSetId} and (${edited} or ${used})
    order by c.id`.execute(ctx.db);
  const removed = await sql`
    delete from customers c
    where c.workspace_id = ${ctx.workspace.id} and c.change_set_id = ${changeSetId} and not (${edited} or ${used})`.execute(
    ctx.db,
  );
  return {
    removed: Number(removed.numAffectedRows ?? 0n),
    kept: kept.rows.map(({ id, name, edited }) => {
      return { id, what: name, why: edited ? 'transfer:undo.editedSince' : 'transfer:undo.usedSince' };
    }),
  };
}

async function heldBy(ctx: Ctx) {
  const { rows } = await sql<{ table: string; column: string }>`
    select k.conrelid::regclass::text as table, a.attname as column
    from pg_constraint k
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[2]
    where k.contype = 'f' and k.confrelid = 'customers'::regclass and k.confdeltype <> 'c'`.execute(ctx.db);
  const tests = rows.map(
    ({ table, column }) => sql`exists (select 1 from ${sql.table(table)} r
      where r.workspace_id = c.workspace_id and r.${sql.id(column)} = c.id)`,
  );
  return tests.length === 0 ? sql`false` : sql`(${sql.join(tests, sql` or `)})`;
}

async function restoreChanged(ctx: Ctx, changeSetId: string): Promise<{ restored: number; kept: KeptRow[] }> {
  let restored = 0;
  const kept: KeptRow[] = [];
  for await (const updates of recordedUpdates(ctx, changeSetId, 'customers')) {
    const rows = await lockChanged(ctx, changeSetId, updates);
    const back: CustomerRow[] = [];
    for (const { id, before, versionAfter } of updates) {
      const row = rows.get(id);
      if (!row) continue;
      if (row.version === versionAfter) back.push({ ...row, ...before, version: row.version + 1 });
      else kept.push({ id, what: row.name, why: 'transfer:undo.editedSince' });
    }
    await writeRows(ctx, back);
    restored += back.length;
  }
  return { restored, kept };
}

async function lockChanged(
  ctx: Ctx,
  changeSetId: string,
  updates: readonly RecordedUpdate[],
): Promise<Map<string, CustomerRow>> {
  const ids = updates.map(({ id }) => id);
  const rows = await ctx.db
    .selectFrom('customers')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where(sql<boolean>`id = any (${ids}::uuid[])`)
    // Those made by the same import were dealt with when they were removed, or kept.
    .where(sql<boolean>`change_set_id is distinct from ${changeSetId}::uuid`)
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
