import { expressionBuilder, sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import type { DB } from '../../kernel/db/tables.ts';
import { isId } from '../../kernel/ids.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../kernel/paging.ts';
import { isCivilDate } from '../../maths/calendar.ts';
import { visibleCustomers } from '../customers/index.ts';
import type { Watched, WatchGroup } from './contract.ts';
import { alertGroup, watchGroups, type AlertFilter, type Group } from './groups.ts';
import { presentWatched } from './present.ts';
import { readSettings } from './settings.ts';
import { readShop } from './shop.ts';

interface Paging {
  limit: number;
  cursor?: string | undefined;
}

interface Page {
  items: Watched[];
  nextCursor: string | null;
  count: { value: number; exact: boolean };
}

/** The customers behind a figure of the summary. */
export async function listWatched(ctx: Ctx, { group, ...paging }: Paging & { group: WatchGroup }): Promise<Page> {
  const [shop, settings] = await Promise.all([readShop(ctx), readSettings(ctx)]);
  const asked = watchGroups(shop?.until ?? ctx.today, settings)[group];
  return pageOf(ctx, asked, paging);
}

export async function listAlerts(ctx: Ctx, { limit, cursor, ...filter }: Paging & AlertFilter): Promise<Page> {
  return pageOf(ctx, alertGroup(ctx, filter), { limit, cursor });
}

/** `from … where …` of a group, narrowed to what the actor may see. */
export function rowsOf(ctx: Ctx, { table, where }: Group) {
  return sql`
    from ${sql.table(table)} x
    join customers on customers.workspace_id = x.workspace_id and customers.id = x.customer_id
    join customer_statistics s on s.workspace_id = x.workspace_id and s.customer_id = x.customer_id
    where x.workspace_id = ${ctx.workspace.id} and ${where}
      and ${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())}`;
}

interface Place {
  customer_id: string;
  id: string;
  key: string | null;
}

async function pageOf(ctx: Ctx, group: Group, { limit, cursor }: Paging): Promise<Page> {
  const [shop, settings, places, count] = await Promise.all([
    readShop(ctx),
    readSettings(ctx),
    placesOf(ctx, group, limit + 1, cursor),
    countRows(ctx, group),
  ]);
  const shown = places.slice(0, limit);
  const last = shown.at(-1);
  const alerts = group.table === 'retention_alerts';
  return {
    items: await presentWatched(
      ctx,
      shop,
      settings,
      shown.map((place) => ({ customerId: place.customer_id, alertId: alerts ? place.id : null })),
    ),
    nextCursor: places.length > limit && last ? encodeCursor([last.key, last.id]) : null,
    count,
  };
}

async function placesOf(ctx: Ctx, group: Group, limit: number, cursor: string | undefined): Promise<Place[]> {
  const { key, descending, table } = group;
  const id = sql.ref(table === 'retention_alerts' ? 'x.id' : 'x.customer_id');
  const direction = descending ? sql`desc` : sql`asc`;
  const order = key ? sql`${key.column} ${direction}, ${id} ${direction}` : sql`${id} ${direction}`;
  const { rows } = await sql<Place>`
    select x.customer_id, ${id} as id, ${key ? sql`${key.column}::text` : sql`null`} as key
    ${rowsOf(ctx, group)} ${after(group, id, cursor)}
    order by ${order} limit ${limit}`.execute(ctx.db);
  return rows;
}

function after({ key, descending }: Group, id: ReturnType<typeof sql>, cursor: string | undefined) {
  const [value, place] = decodeCursor(cursor, 2) ?? [];
  const fits = typeof place === 'string' && isId(place) && (key ? fitsType(key.type, value) : value === null);
  // Mangled, or of another list: begin again.
  if (!fits) return sql``;
  const beyond = descending ? sql`<` : sql`>`;
  if (!key) return sql`and ${id} ${beyond} ${place}::uuid`;
  return sql`and (${key.column}, ${id}) ${beyond} (${String(value)}::${sql.raw(key.type)}, ${place}::uuid)`;
}

function fitsType(type: 'date' | 'int8', value: unknown): boolean {
  return type === 'date' ? isCivilDate(value) : /^-?\d{1,18}$/.test(String(value));
}

async function countRows(ctx: Ctx, group: Group): Promise<Page['count']> {
  const { rows } = await sql<{ counted: number }>`
    select count(*)::int as counted
    from (select 1 ${rowsOf(ctx, group)} limit ${COUNT_LIMIT + 1}) found`.execute(ctx.db);
  return countOf(rows[0]?.counted ?? 0);
}
