import { expressionBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { visibleCustomers } from '../../customers/index.ts';
import { refuse } from '../../../kernel/errors.ts';
import type { Months } from './contract.ts';
import { lastRun } from '../engine/runs.ts';
import { knownScheme } from '../schemes/known.ts';
import { classesOf } from '../view.ts';
import { movesBy } from './moves.ts';

interface Moved {
  month: string;
  key: string;
  entered: number;
  left: number;
}

/** Counted backwards from today's classes: a month ends with what the next one begins with. */
export async function readMonths(ctx: Ctx, { scheme, months }: { scheme: string; months: number }): Promise<Months> {
  const known = await knownScheme(ctx, scheme);
  if (!known) throw refuse('NOT_FOUND');
  const [run, counts, moved, wanted] = await Promise.all([
    lastRun(ctx, scheme),
    countsOf(ctx, scheme),
    movedOf(ctx, scheme),
    monthsOf(ctx, scheme, months),
  ]);
  const classes = classesOf(known.scheme, run);
  const told = wanted.map((month) => ({
    month,
    cells: classes.map((key) => {
      const { entered, left } = moved.get(`${month} ${key}`) ?? { entered: 0, left: 0 };
      const count = counts.get(key) ?? 0;
      counts.set(key, count - entered + left);
      return { key, count, entered, left };
    }),
  }));
  return { months: told };
}

/** `YYYY-MM` of the first month with classes; null before the first division. */
export async function firstMonth(ctx: Ctx, scheme: string): Promise<string | null> {
  return (await monthsOf(ctx, scheme, 1200)).at(-1) ?? null;
}

/** `YYYY-MM`, the newest first, back to the first that is known. */
async function monthsOf(ctx: Ctx, scheme: string, months: number): Promise<string[]> {
  const { rows } = await sql<{ month: string }>`
    select to_char(month, 'YYYY-MM') as month
    from (
      select least(
        (select from_month::timestamp from class_pasts where workspace_id = ${ctx.workspace.id} and scheme = ${scheme}),
        (select date_trunc('month', min(at) at time zone ${ctx.workspace.zone}) from class_runs
          where workspace_id = ${ctx.workspace.id} and scheme = ${scheme} and cuts is not null)) as first) runs
    cross join lateral generate_series(date_trunc('month', ${ctx.today}::timestamp), first, interval '-1 month') month
    where first is not null order by 1 desc limit ${months}`.execute(ctx.db);
  return rows.map(({ month }) => month);
}

async function countsOf(ctx: Ctx, scheme: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; count: number }>`
    select m.key, count(*)::int as count
    from class_members m
    join customers on customers.workspace_id = m.workspace_id and customers.id = m.customer_id
    where m.workspace_id = ${ctx.workspace.id} and m.scheme = ${scheme}
      and ${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())}
    group by m.key`.execute(ctx.db);
  return new Map(rows.map(({ key, count }) => [key, count]));
}

async function movedOf(ctx: Ctx, scheme: string): Promise<Map<string, Moved>> {
  const { rows } = await sql<Moved>`
    select to_char(m.day, 'YYYY-MM') as month, side.key, sum(side.entered)::int as entered, sum(side.left_it)::int as left
    from ${movesBy(ctx, scheme)} m
    join customers on customers.workspace_id = m.workspace_id and customers.id = m.customer_id
    cross join lateral (values (m.to_key, 1, 0), (m.from_key, 0, 1)) side (key, entered, left_it)
    where side.key is not null and ${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())}
    group by 1, 2`.execute(ctx.db);
  return new Map(rows.map((row) => [`${row.month} ${row.key}`, row]));
}
