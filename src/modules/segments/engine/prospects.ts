import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { addDays, startOfDay } from '../../../maths/calendar.ts';
import { consentCounts, mayProfile } from '../../customers/index.ts';
import { FRESH_DAYS, SHRINK, SIGNALS, type Signal } from '../rules/intention.ts';

/** What buyers bring a year, by where they came from; kept with the run, so that one prospect needs no look at buyers. */
export interface ExpectedBase {
  /** Minor units a year, over all buyers; 0 before the first purchase. */
  shopMean: number;
  /** All of them; absent in runs of before. */
  buyers?: number;
  groups: { source: string; kind: string; buyers: number; mean: number }[];
}

const MOST_GROUPS = 200;

export async function expectedBase(ctx: Ctx): Promise<ExpectedBase> {
  const { rows } = await sql<{ source: string | null; kind: string; buyers: number; total: number }>`
    select c.source, c.kind, count(*)::int as buyers,
      sum(s.spent_minor / greatest(1, (s.last_on - s.first_on + 1) / 365.25))::float8 as total
    from customer_statistics s
    join customers c on c.workspace_id = s.workspace_id and c.id = s.customer_id
    where s.workspace_id = ${ctx.workspace.id} and s.purchase_days > 0
    group by c.source, c.kind order by buyers desc, c.source, c.kind`.execute(ctx.db);
  const buyers = rows.reduce((sum, row) => sum + row.buyers, 0);
  const total = rows.reduce((sum, row) => sum + row.total, 0);
  const groups = rows.flatMap(({ source, kind, buyers: count, total: brought }) =>
    source === null ? [] : [{ source, kind, buyers: count, mean: Math.round(brought / count) }],
  );
  return { shopMean: buyers === 0 ? 0 : Math.round(total / buyers), buyers, groups: groups.slice(0, MOST_GROUPS) };
}

/** `customer_id, expected, intention, given` of customers who have not bought yet; of some, or of all (null). */
export function prospects(
  ctx: Ctx,
  { shopMean, groups }: ExpectedBase,
  weights: Record<Signal, number>,
  ids: readonly string[] | null,
): RawBuilder<unknown> {
  const some = ids === null ? sql`` : sql`and c.id = any (${[...ids]}::uuid[])`;
  const points = SIGNALS.map((signal) => sql`case when ${sql.ref(signal)} then ${weights[signal]}::int else 0 end`);
  const expected = sql`round(coalesce(
    (g.buyers * g.mean + ${SHRINK}::float8 * ${shopMean}::float8) / (g.buyers + ${SHRINK}::float8), ${shopMean}::float8))`;
  return sql`
    select p.*, (${sql.join(points, sql` + `)})::float8 as intention
    from (
      select c.id as customer_id, ${expected}::float8 as expected, ${signals(ctx, ids)}
      from customers c
      join customer_statistics s on s.workspace_id = c.workspace_id and s.customer_id = c.id and s.purchase_days = 0
      left join jsonb_to_recordset(${JSON.stringify(groups)}::jsonb)
        g (source text, kind text, buyers float8, mean float8) on g.source = c.source and g.kind = c.kind
      where c.workspace_id = ${ctx.workspace.id} and c.stage in ('lead', 'prospect') and c.binned_at is null ${some}
        and ${mayProfile(ctx, sql.ref('c.id'))}) p`;
}

function signals(ctx: Ctx, ids: readonly string[] | null): RawBuilder<unknown> {
  const from = addDays(ctx.today, -FRESH_DAYS);
  const instant = startOfDay(ctx.workspace.zone, from);
  // Read as a whole and hashed: a million prospects cost one pass over each table, one prospect an index.
  const within = (column: string, rest: RawBuilder<unknown>) => {
    const some = ids === null ? sql`` : sql`and ${sql.ref(column)} = any (${[...ids]}::uuid[])`;
    return sql`c.id in (select ${sql.ref(column)} from ${rest} ${some})`;
  };
  const workspace = sql`workspace_id = ${ctx.workspace.id}`;
  const tests: Record<Signal, RawBuilder<unknown>> = {
    visited: within('customer_id', sql`visits where ${workspace} and day >= ${from}::date`),
    referred: sql`(${within('customer_id', sql`customer_people where ${workspace} and role = 'referrer'`)}
      or ${within('other_customer_id', sql`customer_people where ${workspace} and role = 'referred' and other_customer_id is not null`)})`,
    interested: sql`c.stage = 'prospect'`,
    phone: sql`c.phone is not null`,
    noted: within('customer_id', sql`customer_notes where ${workspace} and at >= ${instant}::timestamptz`),
    answered: within(
      'customer_id',
      sql`today_outcomes where ${workspace} and outcome = 'done' and day >= ${from}::date`,
    ),
    consented: within(
      'customer_id',
      sql`(select distinct on (customer_id, channel) customer_id, granted from customer_consents said
        where ${workspace} and purpose = 'marketing' and ${consentCounts('said')} ${ids === null ? sql`` : sql`and customer_id = any (${[...ids]}::uuid[])`}
        order by customer_id, channel, at desc, id desc) newest where granted`,
    ),
    interests: sql`(cardinality(c.tags) > 0 or coalesce(c.custom ->> 'preferences', '') <> '')`,
    email: sql`c.email is not null`,
    refused: within(
      'customer_id',
      sql`customer_restrictions where ${workspace} and kind = 'contact' and (until is null or until >= ${ctx.today}::date)`,
    ),
  };
  return sql.join(SIGNALS.map((signal) => sql`${tests[signal]} as ${sql.id(signal)}`));
}
