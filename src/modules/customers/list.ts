import { sql, type CompiledQuery, type RawBuilder, type SqlBool } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { isId } from '../../kernel/ids.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../kernel/paging.ts';
import { customerErrors, type Customer, type ListQuery } from './contract.ts';
import { isCivilDate } from '../../maths/calendar.ts';
import { fieldColumns } from './fields/columns.ts';
import { columnValues } from './list-columns.ts';
import { alsoWhere, columnsFor, readFilter, typeOf, type ListFilter } from './list-filter.ts';
import { presentCustomer } from './present.ts';
import { visibleCustomers, withinReach, type CustomerRow } from './reach.ts';
import type { ListColumn } from './registries.ts';
import { matchesOf, type Matches } from './search.ts';

const refuse = refusals(customerErrors);

interface Page {
  items: (Customer & { columns: Record<string, string | number | null> })[];
  nextCursor: string | null;
  count: { value: number; exact: boolean };
}

/** The customers one may see, filtered, searched, in the order asked for. */
export async function listCustomers(ctx: Ctx, input: ListQuery): Promise<Page> {
  const filter = await readFilter(ctx, input.filter, input.within);
  const found = input.q?.trim() ? await matchesOf(ctx, input.q, filter) : null;
  const ranked = found && input.sort === undefined;
  const { rows, nextCursor } = ranked
    ? await nearest(ctx, found, input)
    : await inOrder(ctx, filter, found, sortOf(ctx, input.sort ?? 'name'), input);
  const columns = await columnValues(
    ctx,
    input.columns,
    rows.map(({ id }) => id),
  );
  return {
    items: rows.map((row) => ({ ...presentCustomer(ctx, row), columns: columns.get(row.id) ?? {} })),
    nextCursor,
    count: found?.count ?? (await countRows(ctx, filter)),
  };
}

/** What the list finds, as conditions beside `visibleCustomers`. */
export async function foundCustomers(
  ctx: Ctx,
  query: { q?: string | undefined; filter?: string | undefined },
): Promise<RawBuilder<SqlBool>[]> {
  const filter = await readFilter(ctx, query.filter);
  if (filter.binned) throw refuse('CUSTOMER_FILTER_UNKNOWN', { path: 'filter', field: 'binned' });
  return conditionsOf(filter, query.q?.trim() ? await matchesOf(ctx, query.q, filter) : null);
}

/** Whom what was typed means, nearest first: for lists of other modules about customers. */
export async function customersMatching(ctx: Ctx, typed: string): Promise<string[]> {
  return (await matchesOf(ctx, typed, await readFilter(ctx, undefined))).ids;
}

/** The same rows page by page, without columns and count. */
export async function* customerPages(
  ctx: Ctx,
  query: { q?: string; filter?: string; sort?: string },
  limit: number,
): AsyncGenerator<CustomerRow[]> {
  const filter = await readFilter(ctx, query.filter);
  const found = query.q?.trim() ? await matchesOf(ctx, query.q, filter) : null;
  const sort = sortOf(ctx, query.sort ?? 'name');
  let cursor: string | undefined;
  do {
    const { rows, nextCursor } = await inOrder(ctx, filter, found, sort, { limit, cursor });
    if (rows.length > 0) yield rows;
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}

interface Rows {
  rows: CustomerRow[];
  nextCursor: string | null;
}

async function nearest(ctx: Ctx, { ids, rows: known }: Matches, { limit, cursor }: ListQuery): Promise<Rows> {
  const start = Number(decodeCursor(cursor, 1)?.[0] ?? 0);
  const from = Number.isSafeInteger(start) && start >= 0 ? start : 0;
  const pageIds = ids.slice(from, from + limit);
  const missing = await rowsById(
    ctx,
    pageIds.filter((id) => !known.has(id)),
  );
  const rows = pageIds.flatMap((id) => known.get(id) ?? missing.get(id) ?? []);
  return { rows, nextCursor: from + limit < ids.length ? encodeCursor([from + limit]) : null };
}

async function rowsById(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, CustomerRow>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('customers')
    .selectAll()
    .where(visibleCustomers(ctx))
    .where(sql<SqlBool>`id = any (${[...ids]}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

interface Sort {
  descending: boolean;
  /** A registered column, or one of the customer's own that is never empty. */
  by: { own: 'sort_name' | 'created_at' } | { column: ListColumn };
}

function sortOf(ctx: Ctx, sort: string): Sort {
  const known = knownSort(ctx, sort);
  if (!known) throw refuse('CUSTOMER_SORT_UNKNOWN', { path: 'sort', sort: sort.slice(0, 60) });
  return known;
}

/** `undefined`: nothing that a list can be sorted by. Wants `fieldsOf` to have been asked. */
export function knownSort(ctx: Ctx, sort: string): Sort | undefined {
  const descending = sort.startsWith('-');
  const key = descending ? sort.slice(1) : sort;
  if (key === 'name') return { descending, by: { own: 'sort_name' } };
  if (key === 'createdAt') return { descending, by: { own: 'created_at' } };
  const column = [...columnsFor(ctx), ...fieldColumns(ctx)].find((column) => column.key === key && column.sortable);
  return column && { descending, by: { column } };
}

type Key = string | number | null;

async function inOrder(
  ctx: Ctx,
  filter: ListFilter,
  found: Matches | null,
  sort: Sort,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Rows> {
  const after = placeOf(cursor, sort);
  const rows = await keysetPage(ctx, filter, found, sort, after, limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { rows: page, nextCursor: more ? encodeCursor([last.sort_key, last.id]) : null };
}

type SortedRow = CustomerRow & { sort_key: Key };

async function keysetPage(
  ctx: Ctx,
  filter: ListFilter,
  found: Matches | null,
  sort: Sort,
  after: { key: Key; id: string } | null,
  limit: number,
): Promise<SortedRow[]> {
  if ('own' in sort.by && sort.by.own === 'sort_name' && filter.leading) {
    const { column, others } = filter.leading;
    const led = { ...sort, by: { column } };
    return sortedRows(ctx, { ...filter, conditions: others }, found, led, after, limit, 'filled');
  }
  if ('own' in sort.by) return sortedRows(ctx, filter, found, sort, after, limit, 'filled');
  // Nobody without a value is within a range.
  if (filter.bounds.has(sort.by.column.key)) return sortedRows(ctx, filter, found, sort, after, limit, 'filled');
  // Customers without a value come last either way round, in the order of their ids.
  const filled = after?.key === null ? [] : await sortedRows(ctx, filter, found, sort, after, limit, 'filled');
  if (filled.length === limit) return filled;
  const afterEmpty = after?.key === null ? after : null;
  const empty = await sortedRows(ctx, filter, found, sort, afterEmpty, limit - filled.length, 'empty');
  return [...filled, ...empty];
}

async function sortedRows(
  ctx: Ctx,
  filter: ListFilter,
  found: Matches | null,
  { by, descending }: Sort,
  after: { key: Key; id: string } | null,
  limit: number,
  part: 'filled' | 'empty',
): Promise<SortedRow[]> {
  const own = 'own' in by;
  const rowless = !own && by.column.sparse === true && part === 'empty';
  const key = own ? sql.ref(`customers.${by.own}`) : rowless ? sql`null::text` : sql.ref(`sorted.${by.column.column}`);
  const id = own || rowless ? sql.ref('customers.id') : sql.ref('sorted.customer_id');
  const direction = descending && part === 'filled' ? sql`desc` : sql`asc`;
  let query = ctx.db
    .selectFrom('customers')
    .selectAll('customers')
    .select(sortKeyText(by, key).as('sort_key'))
    .where(visibleCustomers(ctx, 'customers.read', filter.binned ? 'bin' : 'list'))
    .orderBy(rowless ? sql`${id}` : sql`${key} ${direction}, ${id} ${direction}`)
    .limit(limit);
  const bound = own ? undefined : filter.bounds.get(by.column.key);
  for (const condition of conditionsOf(filter, found)) {
    if (condition !== bound?.condition) query = query.where(condition);
  }
  if (rowless) {
    query = query.where(
      sql<SqlBool>`not exists (select 1 from ${sql.table(by.column.table)} sorted
        where sorted.workspace_id = ${ctx.workspace.id} and sorted.customer_id = customers.id
          ${alsoWhere('sorted', by.column)} and ${sql.ref(`sorted.${by.column.column}`)} is not null)`,
    );
  } else if (!own) {
    query = query
      .innerJoin(sql`${sql.table(by.column.table)}`.as('sorted'), (join) =>
        join.on(sql<SqlBool>`sorted.workspace_id = ${ctx.workspace.id} and sorted.customer_id = customers.id
          ${alsoWhere('sorted', by.column)}`),
      )
      .where(part === 'filled' ? sql<SqlBool>`${key} is not null` : sql<SqlBool>`${key} is null`);
    if (bound) query = query.where(bound.test(key));
  }
  if (after) {
    const operator = descending && part === 'filled' ? sql`<` : sql`>`;
    query = query.where(
      part === 'empty'
        ? sql<SqlBool>`${id} > ${after.id}`
        : sql<SqlBool>`(${key}, ${id}) ${operator} (${after.key}::${keyType(by)}, ${after.id}::uuid)`,
    );
  }
  return query.execute();
}

// Instants keep their microseconds, or rows made in the same millisecond would be skipped.
function sortKeyText(by: Sort['by'], key: RawBuilder<unknown>): RawBuilder<Key> {
  if ('own' in by && by.own === 'created_at')
    return sql<Key>`to_char(${key} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  return sql<Key>`${key}::text`;
}

function conditionsOf(filter: ListFilter, found: Matches | null): RawBuilder<SqlBool>[] {
  if (!found) return filter.conditions;
  return [...filter.conditions, sql<SqlBool>`customers.id = any (${found.ids}::uuid[])`];
}

function placeOf(cursor: string | undefined, { by }: Sort): { key: Key; id: string } | null {
  const values = decodeCursor(cursor, 2);
  if (!values) return null;
  const [key = null, id] = values;
  const fits = typeof id === 'string' && isId(id) && (key === null ? 'column' in by : fitsColumn(by, String(key)));
  // Mangled, or of a list in another order: begin again.
  return fits ? { key, id } : null;
}

function fitsColumn(by: Sort['by'], key: string): boolean {
  if (key.includes('\0')) return false;
  if ('own' in by) return by.own === 'sort_name' || isInstant(key);
  if (by.column.kind === 'day') return isCivilDate(key);
  if (by.column.kind === 'decimal') return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(key) && key.length < 40;
  return by.column.kind === 'key' || by.column.kind === 'text' || /^-?\d{1,18}$/.test(key);
}

function isInstant(key: string): boolean {
  return /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}Z$/.test(key) && !Number.isNaN(Date.parse(key));
}

function keyType(by: Sort['by']): RawBuilder<unknown> {
  if ('column' in by) return typeOf(by.column.kind);
  return by.own === 'created_at' ? sql`timestamptz` : sql`text`;
}

async function countRows(ctx: Ctx, filter: ListFilter): Promise<Page['count']> {
  if (filter.byFields && !filter.binned && withinReach(ctx) === null) return countByFields(ctx, filter.byFields);
  let some = ctx.db
    .selectFrom('customers')
    .select(sql<number>`1`.as('one'))
    .where(visibleCustomers(ctx, 'customers.read', filter.binned ? 'bin' : 'list'))
    .limit(COUNT_LIMIT + 1);
  for (const condition of filter.conditions) some = some.where(condition);
  return counted(
    ctx,
    ctx.db
      .selectFrom(some.as('some'))
      .select(sql<number>`count(*)::int`.as('counted'))
      .compile(),
  );
}

/** Of whoever sees everybody: without a look at the customers, of whom these may be few. */
async function countByFields(ctx: Ctx, ids: RawBuilder<unknown>): Promise<Page['count']> {
  const counting = sql<{ counted: number }>`
    select count(*)::int as counted from (select 1 from (${ids}) fitting limit ${COUNT_LIMIT + 1}) many`;
  return counted(ctx, counting.compile(ctx.db));
}

async function counted(ctx: Ctx, counting: CompiledQuery<{ counted: number }>): Promise<Page['count']> {
  const asked = JSON.stringify([counting.sql, counting.parameters]);
  if ((manyUntil.get(asked) ?? 0) > Date.now()) return countOf(COUNT_LIMIT + 1);
  const { rows } = await ctx.db.executeQuery(counting);
  const count = countOf(rows[0]?.counted ?? 0);
  if (!count.exact) rememberMany(asked);
  return count;
}

/** Counting too many costs more than a page of them, and that they are too many stays true for a while. */
const MANY_MILLISECONDS = 10_000;
const manyUntil = new Map<string, number>();

function rememberMany(asked: string): void {
  if (manyUntil.size > 1_000) manyUntil.clear();
  manyUntil.set(asked, Date.now() + MANY_MILLISECONDS);
}
