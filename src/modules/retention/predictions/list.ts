import { expressionBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { isId } from '../../../kernel/ids.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { visibleCustomers } from '../../customers/index.ts';
import type { Prediction, PredictionSort } from './contract.ts';
import { presentPrediction, type PredictedRow } from './present.ts';
import { readRun } from './run.ts';
import { readWorth } from './settings.ts';
import { whyNothing } from './unavailable.ts';

interface Asked {
  limit: number;
  cursor?: string | undefined;
  weeks: number;
  sort: PredictionSort;
}

interface Page {
  items: Prediction[];
  nextCursor: string | null;
  count: { value: number; exact: boolean };
  unavailable: string | null;
}

/** Everybody of whom something can be told, by value or by chance. */
export async function listPredictions(ctx: Ctx, { limit, cursor, weeks, sort }: Asked): Promise<Page> {
  const run = await readRun(ctx);
  if (!run || run.told.state !== 'ready') {
    return { items: [], nextCursor: null, count: { value: 0, exact: true }, unavailable: whyNothing(ctx, run) };
  }
  const [worth, rows, counted] = await Promise.all([
    readWorth(ctx),
    rowsOf(ctx, sort, limit + 1, cursor),
    countRows(ctx),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const { told, until } = run;
  return {
    items: shown.map((row) => presentPrediction(ctx, told, worth, until, row, weeks)),
    nextCursor: rows.length > limit && last ? encodeCursor([last.key, last.customerId]) : null,
    count: counted,
    unavailable: null,
  };
}

const KEYS = {
  value52: { column: sql.ref('p.value_52_minor'), type: sql`int8`, fits: /^-?\d{1,18}$/ },
  pBuys: { column: sql.ref('p.p_buys'), type: sql`float8`, fits: /^(0|1|0\.\d{1,20}|\d(\.\d{1,20})?e-\d{1,3})$/ },
};

async function rowsOf(
  ctx: Ctx,
  sort: PredictionSort,
  limit: number,
  cursor: string | undefined,
): Promise<(PredictedRow & { key: string })[]> {
  const descending = sort.startsWith('-');
  const { column, type, fits } = KEYS[sort.replace('-', '') as keyof typeof KEYS];
  const [value, place] = decodeCursor(cursor, 2) ?? [];
  // Mangled, or of another list: begin again.
  const known = typeof place === 'string' && isId(place) && fits.test(String(value));
  const beyond = descending ? sql`<` : sql`>`;
  const from = known
    ? sql`and (${column}, p.customer_id) ${beyond} (${String(value)}::${type}, ${place}::uuid)`
    : sql``;
  const direction = descending ? sql`desc` : sql`asc`;
  const { rows } = await sql<PredictedRow & { key: string }>`
    select p.customer_id as "customerId", customers.name, customers.external_id as "externalId", s.first_on as "firstOn",
      s.last_on as "lastOn", s.purchase_days as days, s.spent_minor::float8 as "spentMinor", ${column}::text as key
    ${predicted(ctx)} ${from}
    order by ${column} ${direction}, p.customer_id ${direction} limit ${limit}`.execute(ctx.db);
  return rows;
}

function predicted(ctx: Ctx) {
  return sql`
    from retention_predictions p
    join customers on customers.workspace_id = p.workspace_id and customers.id = p.customer_id
    join customer_statistics s on s.workspace_id = p.workspace_id and s.customer_id = p.customer_id
    where p.workspace_id = ${ctx.workspace.id} and s.purchase_days > 0
      and ${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())}`;
}

async function countRows(ctx: Ctx): Promise<Page['count']> {
  const { rows } = await sql<{ counted: number }>`
    select count(*)::int as counted from (select 1 ${predicted(ctx)} limit ${COUNT_LIMIT + 1}) found`.execute(ctx.db);
  return countOf(rows[0]?.counted ?? 0);
}
