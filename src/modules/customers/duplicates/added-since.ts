import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { KeptRow } from '../../transfer/index.ts';
import { belongingList } from '../belongings.ts';
import { movedTables } from './move-belongings.ts';

/** So many are named; the rest stays as well. */
const NAMED = 20;

/**
 * What was added to the card that stayed after the merge: nobody can know for whom of the parted customers it was meant,
 * so it stays, and is named. Ids grow with time, which says what came later.
 */
export async function addedSince(ctx: Ctx, changeSetId: string, family: readonly string[]): Promise<KeptRow[]> {
  const computed = new Set(belongingList().flatMap(({ table, computed }) => (computed ? [table] : [])));
  const byTime = (await movedTables(ctx)).filter(({ table, keys }) => {
    return !computed.has(table) && keys.length === 1 && /^(id|.*_id)$/.test(keys[0] ?? '');
  });
  const parts = byTime.map(
    ({ table, column, keys: [key = 'id'] }) => sql`
      (select t.${sql.ref(key)} as id, c.name, ${`customers:duplicates.undo.${KNOWN.has(table) ? table : 'other'}`} as why
       from ${sql.table(table)} t join customers c on c.workspace_id = t.workspace_id and c.id = t.${sql.ref(column)}
       where t.workspace_id = ${ctx.workspace.id} and t.${sql.ref(column)} = any (${[...family]}::uuid[])
         and t.${sql.ref(key)} > ${changeSetId}::uuid
       order by t.${sql.ref(key)} limit ${NAMED})`,
  );
  if (parts.length === 0) return [];
  const { rows } = await sql<{ id: string; name: string; why: string }>`${sql.join(parts, sql` union all `)}`.execute(
    ctx.db,
  );
  return rows.map(({ id, name, why }) => ({ id, what: name, why }));
}

/** Tables with a sentence of their own. */
const KNOWN = new Set(['orders', 'visits', 'customer_notes', 'customer_files']);
