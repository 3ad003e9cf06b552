import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { recordedUpdates, type KeptRow, type RecordedUpdate, type Undo, type UndoneRows } from '../transfer/index.ts';
import { writeRows } from './bulk-change.ts';
import { announceChanged } from './created.ts';
import { dueForMatching } from './duplicates/due.ts';
import { beyondReach, withinReach, type CustomerRow } from './reach.ts';
import { recordOwners, type OwnerMove } from './ownership/record.ts';

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

/** Those who were edited, or whom somebody else's rows hold, stay. */
async function removeMade(ctx: Ctx, changeSetId: string): Promise<{ removed: number; kept: KeptRow[] }> {
  await sql`
    create temporary table made_customers on commit drop as
    select c.id, c.name, c.version, c.version <> coalesce(u.version_after, 1) as edited
    from customers c
    left join change_set_updates u on u.workspace_id = c.workspace_id and u.change_set_id = ${changeSetId}
      and u.entity = 'customers' and u.entity_id = c.id
    where c.workspace_id = ${ctx.workspace.id} and c.change_set_id = ${changeSetId}`.execute(ctx.db);
  await sql`analyze made_customers`.execute(ctx.db);
  const kept = await sql<{ id: string; name: string; edited: boolean }>`
    delete from made_customers where edited or id in (${await held(ctx)}) returning id, name, edited`.execute(ctx.db);
  const removed = await sql`
    delete from customers c using made_customers m
    where c.workspace_id = ${ctx.workspace.id} and c.id = m.id and c.version = m.version`.execute(ctx.db);
  await sql`drop table made_customers`.execute(ctx.db);
  const stay = kept.rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    removed: Number(removed.numAffectedRows ?? 0n),
    kept: stay.map(({ id, name, edited }) => {
      return { id, what: name, why: edited ? 'transfer:undo.editedSince' : 'transfer:undo.usedSince' };
    }),
  };
}

/**
 * A table that refers to customers without cascade holds its customers. The rest (search terms, statistics, tags) goes
 * with them. The database itself knows which is which, so no module is forgotten.
 */
async function held(ctx: Ctx) {
  const { rows } = await sql<{ table: string; column: string }>`
    select k.conrelid::regclass::text as table, a.attname as column
    from pg_constraint k
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[2]
    where k.contype = 'f' and k.confrelid = 'customers'::regclass and k.confdeltype <> 'c'`.execute(ctx.db);
  const parts = rows.map(
    ({ table, column }) => sql`
      select m.id from made_customers m where exists (
        select 1 from ${sql.table(table)} r where r.workspace_id = ${ctx.workspace.id} and r.${sql.id(column)} = m.id)`,
  );
  return parts.length === 0 ? sql`select null::uuid where false` : sql.join(parts, sql` union all `);
}

async function restoreChanged(ctx: Ctx, changeSetId: string): Promise<{ restored: number; kept: KeptRow[] }> {
  const kept: KeptRow[] = [];
  const tagged = await restoreTags(ctx, changeSetId);
  let restored = tagged.size;
  const bulk = await isBulkEdit(ctx, changeSetId);
  for await (const updates of recordedUpdates(ctx, changeSetId, 'customers')) {
    const others = updates.filter(({ id }) => !tagged.has(id));
    const rows = await lockChanged(ctx, changeSetId, others);
    // Whoever may undo an import may undo all of it; a change of many was one of customers within reach.
    const beyond = bulk ? await beyondReach(ctx, [...rows.keys()], 'customers.edit') : new Set();
    const back: CustomerRow[] = [];
    const moves: OwnerMove[] = [];
    for (const { id, before, versionAfter } of others) {
      const row = rows.get(id);
      if (!row) continue;
      if (beyond.has(id)) kept.push({ id, what: row.name, why: 'transfer:undo.notYours' });
      else if (row.version === versionAfter) {
        const restored = { ...row, ...before, version: row.version + 1 } as CustomerRow;
        back.push(restored);
        moves.push({ customerId: id, from: row.owner_id, to: restored.owner_id });
      } else kept.push({ id, what: row.name, why: 'transfer:undo.editedSince' });
    }
    await writeRows(ctx, back);
    await recordOwners(ctx, moves, 'undone');
    await dueForMatching(
      ctx,
      back.map(({ id }) => id),
    );
    restored += back.length;
  }
  return { restored, kept };
}

async function isBulkEdit(ctx: Ctx, changeSetId: string): Promise<boolean> {
  const set = await ctx.db
    .selectFrom('change_sets')
    .select('kind')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', changeSetId)
    .executeTakeFirst();
  return set?.kind === 'bulk-edit';
}

/**
 * Cards of which nothing but the tags was changed by a change of many, in one statement however many they are; the
 * others are restored row by row.
 */
async function restoreTags(ctx: Ctx, changeSetId: string): Promise<Set<string>> {
  const within = withinReach(ctx, 'customers.edit') ?? sql`true`;
  const { rows } = await sql<{ id: string }>`
    with due as materialized (
      select customers.id, u.before from change_set_updates u
      join change_sets s on s.workspace_id = u.workspace_id and s.id = u.change_set_id and s.kind = 'bulk-edit'
      join customers on customers.workspace_id = u.workspace_id and customers.id = u.entity_id
      where u.workspace_id = ${ctx.workspace.id} and u.change_set_id = ${changeSetId} and u.entity = 'customers'
        and u.before ? 'tags' and u.before - 'tags' = '{}'::jsonb
        and customers.version = u.version_after and customers.binned_at is null and coalesce(${within}, false)
      order by customers.id for update of customers
    ), back as (
      update customers c set tags = array(select jsonb_array_elements_text(d.before -> 'tags')),
        version = c.version + 1, updated_at = ${ctx.now}
      from due d where c.workspace_id = ${ctx.workspace.id} and c.id = d.id
      returning c.id, c.tags
    ), less as (
      delete from customer_tags t using back b
      where t.workspace_id = ${ctx.workspace.id} and t.customer_id = b.id and t.tag <> all (b.tags)
    ), more as (
      insert into customer_tags (workspace_id, tag, customer_id)
      select ${ctx.workspace.id}, tag, b.id from back b, unnest(b.tags) tag on conflict do nothing
    )
    select id from back`.execute(ctx.db);
  return new Set(rows.map(({ id }) => id));
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
