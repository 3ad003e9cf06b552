import { expressionBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { refuse } from '../../../kernel/errors.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { visibleCustomers } from '../../customers/index.ts';
import type { Flows } from './contract.ts';
import { lastRun } from '../engine/runs.ts';
import { nameOfClass } from '../playbooks/words.ts';
import { directionOf } from '../rules/schemes.ts';
import { knownScheme } from '../schemes/known.ts';
import { classesOf } from '../view.ts';
import { firstMovesSince } from './first-moves.ts';
import { firstMonth } from './months.ts';
import { monthsBack } from './rules/month-span.ts';

interface Asked {
  scheme: string;
  /** `YYYY-MM`; this month unless said. */
  until?: string | undefined;
  months: number;
}

interface Row {
  from: string | null;
  to: string | null;
  count: number;
  minor: bigint;
}

/**
 * From which class to which, over whole months. Where somebody stood on a day is told by the first move since then, or
 * by today's class where there was none; the money is what their purchases of the period are worth now.
 */
export async function readFlows(ctx: Ctx, { scheme: key, until, months }: Asked): Promise<Flows> {
  const known = await knownScheme(ctx, key);
  if (!known) throw refuse('NOT_FOUND');
  const { scheme } = known;
  const [first, run] = await Promise.all([firstMonth(ctx, key), lastRun(ctx, key)]);
  const now = ctx.today.slice(0, 7);
  // Of a month to come nothing is known yet.
  const last = until === undefined || until > now ? now : until;
  const span = first === null ? null : monthsBack({ until: last, months, first });
  if (!span) return { from: null, until: null, flows: [], names: {} };
  const rows = await flowsBetween(ctx, key, span.start, span.end);
  const keys = new Set([...classesOf(scheme, run), ...rows.flatMap(({ from, to }) => [from ?? [], to ?? []].flat())]);
  return {
    from: span.start.slice(0, 7),
    until: span.until,
    flows: rows.map(({ from, to, count, minor }) => {
      return { from, to, count, amount: inBase(ctx, minor), direction: directionOf(scheme, from, to) };
    }),
    names: Object.fromEntries([...keys].map((one) => [one, nameOfClass(ctx, scheme, one)])),
  };
}

async function flowsBetween(ctx: Ctx, scheme: string, start: string, end: string): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select * from (
      select case when f.customer_id is null then m.key else f.from_key end as from,
        case when a.customer_id is null then m.key else a.from_key end as to,
        count(*)::int as count, sum(coalesce(m.amount_minor, f.amount_minor, 0))::int8 as minor
      from (
        select customer_id, key, amount_minor from class_members
        where workspace_id = ${ctx.workspace.id} and scheme = ${scheme}) m
      full join (${firstMovesSince(ctx, scheme, sql`${start}::date`)}) f using (customer_id)
      left join (${firstMovesSince(ctx, scheme, sql`${end}::date`)}) a using (customer_id)
      join customers on customers.workspace_id = ${ctx.workspace.id} and customers.id = customer_id
      where ${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())}
      group by 1, 2) flows
    where flows.from is not null or flows.to is not null
    order by count desc, flows.from, flows.to`.execute(ctx.db);
  return rows;
}
