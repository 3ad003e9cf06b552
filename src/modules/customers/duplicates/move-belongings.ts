import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { belongingList } from '../belongings.ts';

/** A table of the registry whose rows go with the customer, as the database knows it. */
export interface MovedTable {
  table: keyof DB;
  column: string;
  /** Columns of the primary key besides workspace and customer. */
  keys: string[];
  /** Unique indexes in which the customer stands: two cards may have rows that cannot stand on one. */
  rivals: { others: string[]; predicate: string | null }[];
}

/** One round trip for all tables; the schema itself says what is unique, so that no module has to repeat it. */
export async function movedTables(ctx: Ctx): Promise<MovedTable[]> {
  const moved = belongingList().filter(({ onMerge }) => onMerge === 'move');
  const { rows } = await sql<{ table: string; columns: string[]; predicate: string | null; primary: boolean }>`
    select c.relname as table, i.indisprimary as primary, pg_get_expr(i.indpred, i.indrelid) as predicate,
      array(select pg_get_indexdef(i.indexrelid, n, true) from generate_series(1, i.indnkeyatts) n) as columns
    from pg_index i join pg_class c on c.oid = i.indrelid
    where i.indisunique and c.relnamespace = 'public'::regnamespace
      and c.relname = any (${moved.map(({ table }) => table)}::text[])
    order by i.indexrelid`.execute(ctx.db);
  return moved.map(({ table, column = 'customer_id' }) => {
    const indexes = rows.filter((row) => row.table === table);
    const others = (columns: readonly string[]) => columns.filter((one) => one !== 'workspace_id' && one !== column);
    return {
      table,
      column,
      keys: others(indexes.find(({ primary }) => primary)?.columns ?? []),
      rivals: indexes
        .filter(({ columns }) => columns.includes(column))
        .map(({ columns, predicate }) => ({ others: others(columns), predicate })),
    };
  });
}

/**
 * Gives every row of the merged cards to the one that stays, and remembers which. Where two cannot stand on one card, the
 * one that is there already does, then that of the card named first; the other stays where it is, out of sight.
 */
export async function moveBelongings(ctx: Ctx, changeSetId: string, keep: string, merged: readonly string[]) {
  for (const one of await movedTables(ctx)) await moveTable(ctx, changeSetId, one, keep, merged);
}

async function moveTable(
  ctx: Ctx,
  changeSetId: string,
  { table, column, keys, rivals }: MovedTable,
  keep: string,
  merged: readonly string[],
): Promise<void> {
  const customer = sql.ref(`t.${column}`);
  const places = rivals.map(({ others, predicate }) => {
    const partition = [sql`(${sql.raw(predicate ?? 'true')})`, ...others.map((other) => sql`${sql.raw(other)}`)];
    const rivalry = [predicate ?? 'true', ...others.map((other) => `(${other}) is not null`)].join(' and ');
    return sql`case when ${sql.raw(rivalry)} then row_number() over (partition by ${sql.join(partition)}
      order by array_position(${[keep, ...merged]}::uuid[], ${customer})) else 1 end`;
  });
  const first = places.length === 0 ? sql`1` : sql`greatest(${sql.join(places)})`;
  await sql`
    with ranked as (
      select ${list(keys.map((key) => sql`t.${sql.ref(key)}`))} ${customer} as origin, ${first} as place
      from ${sql.table(table)} t
      where t.workspace_id = ${ctx.workspace.id} and ${customer} = any (${[keep, ...merged]}::uuid[])
    ), moved as (
      update ${sql.table(table)} t set ${sql.ref(column)} = ${keep} from ranked r
      where t.workspace_id = ${ctx.workspace.id} and ${customer} = r.origin and r.origin <> ${keep} and r.place = 1
        ${and(keys, (key) => sql`t.${sql.ref(key)} = r.${sql.ref(key)}`)}
      returning r.origin, ${keyOf(keys)} as key
    )
    insert into customer_merge_moves (workspace_id, change_set_id, place, from_customer_id, row_keys)
    select ${ctx.workspace.id}, ${changeSetId}, ${`${table}.${column}`}, origin, jsonb_agg(key)
    from moved group by origin`.execute(ctx.db);
}

/**
 * Gives moved rows back to the cards they came from. `path`: the card they were given to, and those that it was merged
 * into since; the nearest row on it is the one. Rows that are gone, or were given to somebody else, are left alone.
 * Answers how many went back.
 */
export async function moveBack(ctx: Ctx, changeSetId: string, path: readonly string[]): Promise<number> {
  let back = 0;
  for (const { table, column, keys, rivals } of await movedTables(ctx)) {
    const customer = sql.ref(`t.${column}`);
    const named = keys.map((key) => sql`t.${sql.ref(key)}`);
    const { numAffectedRows } = await sql`
      with found as (
        select distinct on (${list(named)} m.from_customer_id) ${list(named)} m.from_customer_id as origin, ${customer} as stands
        from customer_merge_moves m cross join lateral jsonb_array_elements(m.row_keys) moved (key)
          cross join lateral jsonb_populate_record(null::${sql.table(table)}, moved.key) k
          join ${sql.table(table)} t on t.workspace_id = m.workspace_id and ${customer} = any (${[...path]}::uuid[])
            ${and(keys, (key) => sql`t.${sql.ref(key)} = k.${sql.ref(key)}`)}
        where m.workspace_id = ${ctx.workspace.id} and m.change_set_id = ${changeSetId}
          and m.place = ${`${table}.${column}`}
        order by ${list(named)} m.from_customer_id, array_position(${[...path]}::uuid[], ${customer})
      )
      update ${sql.table(table)} t set ${sql.ref(column)} = f.origin from found f
      where t.workspace_id = ${ctx.workspace.id} and ${customer} = f.stands
        ${and(keys, (key) => sql`t.${sql.ref(key)} = f.${sql.ref(key)}`)}
        ${and(
          rivals.filter(isPlain),
          ({ others }) => sql`not exists (
            select 1 from ${sql.table(table)} rival
            where rival.workspace_id = t.workspace_id and rival.${sql.ref(column)} = f.origin
              ${and(others, (other) => sql`rival.${sql.ref(other)} = t.${sql.ref(other)}`)})`,
        )}`.execute(ctx.db);
    back += Number(numAffectedRows ?? 0n);
  }
  return back;
}

function and<One>(list: readonly One[], condition: (one: One) => RawBuilder<unknown>): RawBuilder<unknown> {
  return sql.join(
    list.map((one) => sql`and ${condition(one)}`),
    sql` `,
  );
}

function isPlain({ others, predicate }: MovedTable['rivals'][number]): boolean {
  return predicate === null && others.every((other) => /^[a-z_]+$/.test(other));
}

function list(columns: RawBuilder<unknown>[]): RawBuilder<unknown> {
  return columns.length === 0 ? sql`` : sql`${sql.join(columns)},`;
}

function keyOf(keys: readonly string[]): RawBuilder<unknown> {
  return sql`jsonb_build_object(${sql.join(keys.flatMap((key) => [sql.lit(key), sql`t.${sql.ref(key)}`]))})`;
}
