import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import type { ListChoiceView, ListColumnView } from './contract.ts';
import { alsoWhere, choicesFor, columnsFor } from './list-filter.ts';
import type { ListColumn } from './registries.ts';

type Values = Record<string, string | number | null>;

export async function describeColumns(ctx: Ctx): Promise<{ items: ListColumnView[]; choices: ListChoiceView[] }> {
  const choices: ListChoiceView[] = [];
  for (const { key, title, options } of choicesFor(ctx)) choices.push({ key, title, options: await options(ctx) });
  return {
    choices,
    items: columnsFor(ctx).map(({ key, title, kind, sortable, usual = false, filter, options }) => {
      return { key, title, kind, sortable, usual, filter: filter ?? null, options: [...(options ?? [])] };
    }),
  };
}

/** The values of the columns asked for (`a,b`), for the customers of one page: one look-up per table. */
export async function columnValues(
  ctx: Ctx,
  asked: string | undefined,
  ids: readonly string[],
): Promise<Map<string, Values>> {
  const values = new Map<string, Values>();
  const keys = new Set((asked ?? '').split(',').filter(Boolean));
  const columns = columnsFor(ctx).filter(({ key }) => keys.has(key));
  if (ids.length === 0 || columns.length === 0) return values;
  for (const sameTable of byTable(columns)) {
    for (const { customer_id: id, ...row } of await readTable(ctx, sameTable, ids)) {
      values.set(String(id), { ...values.get(String(id)), ...row });
    }
  }
  return values;
}

function byTable(columns: readonly ListColumn[]): ListColumn[][] {
  const groups = new Map<string, ListColumn[]>();
  for (const column of columns) {
    const place = `${column.table} ${JSON.stringify(column.where ?? {})}`;
    groups.set(place, [...(groups.get(place) ?? []), column]);
  }
  return [...groups.values()];
}

async function readTable(ctx: Ctx, columns: readonly ListColumn[], ids: readonly string[]): Promise<Values[]> {
  const [first] = columns;
  if (!first) return [];
  const wanted = columns.map(({ column, key, kind }) => {
    const value = kind === 'number' ? sql`${sql.ref(column)}::float8` : sql`${sql.ref(column)}::text`;
    return sql`${value} as ${sql.id(key)}`;
  });
  const { rows } = await sql<Values>`
    select customer_id, ${sql.join(wanted)} from ${sql.table(first.table)} own
    where own.workspace_id = ${ctx.workspace.id} and own.customer_id = any (${[...ids]}::uuid[])
      ${alsoWhere('own', first)}`.execute(ctx.db);
  return rows;
}
