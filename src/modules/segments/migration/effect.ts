import { expressionBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { refuse } from '../../../kernel/errors.ts';
import { newcombe } from '../../../maths/statistics.ts';
import { visibleCustomers } from '../../customers/index.ts';
import type { Effect } from './contract.ts';
import { lastRun } from '../engine/runs.ts';
import { nameOfClass } from '../playbooks/words.ts';
import { directionOf, type Scheme } from '../rules/schemes.ts';
import { knownScheme } from '../schemes/known.ts';
import { classesOf } from '../view.ts';
import { firstContacts } from './contacts.ts';
import { firstMovesSince } from './first-moves.ts';
import { verdictOf } from './rules/verdict.ts';
import { monthPlus } from './rules/month-span.ts';

interface Row {
  from: string;
  to: string | null;
  contacted: boolean;
  count: number;
}

type Group = Effect['rows'][number]['contacted'];

/**
 * Of the customers of each class, those called, written to or visited beside those left alone. Who was
 * contacted is looked at from the day of the first contact on, the others from the beginning: a move before the contact
 * is none of its doing. Nobody drew lots, so the words are "after", never "because".
 */
export async function readEffect(
  ctx: Ctx,
  { scheme: key, months }: { scheme: string; months: number },
): Promise<Effect> {
  const known = await knownScheme(ctx, key);
  if (!known) throw refuse('NOT_FOUND');
  const { scheme } = known;
  const from = `${monthPlus(ctx.today.slice(0, 7), -months)}-${ctx.today.slice(8) > '28' ? '28' : ctx.today.slice(8)}`;
  const [rows, run] = await Promise.all([countsSince(ctx, key, from), lastRun(ctx, key)]);
  const compared = scheme.ranking.length === 0 ? [] : classesOf(scheme, run);
  return {
    from,
    until: ctx.today,
    rows: compared.map((cell) => {
      const groups = [true, false].map((contacted) =>
        groupOf(
          scheme,
          rows.filter((row) => row.from === cell && row.contacted === contacted),
        ),
      );
      return compareGroups(ctx, scheme, cell, groups[0] as Group, groups[1] as Group);
    }),
  };
}

function groupOf(scheme: Scheme, rows: readonly Row[]): Group {
  const group = { count: 0, up: 0, down: 0 };
  for (const { from, to, count } of rows) {
    group.count += count;
    const direction = directionOf(scheme, from, to);
    if (direction === 1) group.up += count;
    // Out of all classes: they stopped buying.
    if (direction === -1 || to === null) group.down += count;
  }
  return group;
}

function compareGroups(ctx: Ctx, scheme: Scheme, key: string, contacted: Group, alone: Group): Effect['rows'][number] {
  const compared = newcombe(
    { successes: contacted.up, trials: contacted.count },
    { successes: alone.up, trials: alone.count },
  );
  const percent = (value: number) => Math.round(value * 1000) / 10;
  const values = {
    contacted: contacted.count,
    contactedUp: contacted.up,
    alone: alone.count,
    aloneUp: alone.up,
    low: compared ? percent(compared.low) : null,
    high: compared ? percent(compared.high) : null,
    difference: compared ? percent(compared.difference) : null,
  };
  const { difference = 0, low = 0, high = 0 } = compared ?? {};
  return {
    key,
    name: nameOfClass(ctx, scheme, key),
    contacted,
    alone,
    difference: compared ? { value: difference, low, high } : null,
    verdict: verdictOf(contacted.count, alone.count, compared),
    explanation: { key: `segments:effect.${compared ? 'how' : 'nobody'}`, values },
  };
}

async function countsSince(ctx: Ctx, scheme: string, from: string): Promise<Row[]> {
  const contacts = firstContacts(ctx, from);
  const { rows } = await sql<Row>`
    select * from (
      select case when f.customer_id is null then m.key else f.from_key end as from, m.key as to,
        k.customer_id is not null as contacted, count(*)::int as count
      from (
        select customer_id, key from class_members
        where workspace_id = ${ctx.workspace.id} and scheme = ${scheme}) m
      full join (${firstMovesSince(ctx, scheme, sql`${from}::date`, contacts)}) f using (customer_id)
      left join ${contacts} k using (customer_id)
      join customers on customers.workspace_id = ${ctx.workspace.id} and customers.id = customer_id
      where ${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())}
      group by 1, 2, 3) counted
    where counted.from is not null`.execute(ctx.db);
  return rows;
}
