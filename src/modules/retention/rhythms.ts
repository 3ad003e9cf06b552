import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { studentQuantile } from '../../maths/distributions.ts';
import { GAPS_FOR_ALERT, OVERDUE_QUIETNESS } from '../../maths/rhythm.ts';
import { mayProfile } from '../customers/index.ts';
import { readShop, type Shop } from './shop.ts';
import { readSettings } from './settings.ts';

/** Some customers, or all of them from one id (left out) to another (taken in); `null` has no end. */
export type Scope = { ids: readonly string[] } | { after: string | null; upTo: string | null };

export const EVERYBODY: Scope = { after: null, upTo: null };

export function within(scope: Scope, column: RawBuilder<unknown>): RawBuilder<SqlBool> {
  if ('ids' in scope) return sql`${column} = any (${[...scope.ids]}::uuid[])`;
  const after = scope.after === null ? sql`true` : sql`${column} > ${scope.after}::uuid`;
  return scope.upTo === null ? sql`${after}` : sql`${after} and ${column} <= ${scope.upTo}::uuid`;
}

const PORTION = 20_000;

/** The last customer of the portion that begins after `after`; null: it reaches to the end. */
export async function endOfPortion(ctx: Ctx, after: string | null): Promise<string | null> {
  let customers = ctx.db
    .selectFrom('customer_statistics')
    .select('customer_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .orderBy('customer_id')
    .offset(PORTION - 1)
    .limit(1);
  if (after !== null) customers = customers.where('customer_id', '>', after);
  return (await customers.executeTakeFirst())?.customer_id ?? null;
}

/** Brings the kept rhythms of these customers up to date with their statistics; those that are right are not touched. */
export async function refreshRhythms(ctx: Ctx, shop: Shop, fixedDays: number, scope: Scope): Promise<void> {
  await sql`
    delete from retention_rhythms r
    where r.workspace_id = ${ctx.workspace.id} and ${within(scope, sql.ref('r.customer_id'))}
      and not exists (
        select 1 from customer_statistics s
        where s.workspace_id = r.workspace_id and s.customer_id = r.customer_id and s.purchase_days > 0
          and ${mayProfile(ctx, sql.ref('s.customer_id'))})`.execute(ctx.db);
  await sql`
    insert into retention_rhythms (workspace_id, customer_id, first_on, last_on, gaps, mean_log, scale_log, df,
      usual_days, spread_days, due_on, alert_on, year_minor, taught)
    select ${ctx.workspace.id}, ${COLUMNS} from (${computedRhythms(ctx, shop, fixedDays, scope)}) computed
    where not exists (
      select 1 from retention_rhythms k
      where k.workspace_id = ${ctx.workspace.id} and k.customer_id = computed.customer_id
        and (k.last_on, k.gaps, k.year_minor, k.mean_log, k.scale_log, k.first_on, k.due_on, k.alert_on, k.taught)
          is not distinct from (computed.last_on, computed.gaps, computed.year_minor, computed.mean_log,
            computed.scale_log, computed.first_on, computed.due_on, computed.alert_on, computed.taught))
    on conflict (workspace_id, customer_id) do update
    set first_on = excluded.first_on, last_on = excluded.last_on, gaps = excluded.gaps, mean_log = excluded.mean_log,
      scale_log = excluded.scale_log, df = excluded.df, usual_days = excluded.usual_days,
      spread_days = excluded.spread_days, due_on = excluded.due_on, alert_on = excluded.alert_on,
      year_minor = excluded.year_minor, taught = excluded.taught`.execute(ctx.db);
}

/** Customers whose kept rhythm differs from what their statistics say. None, unless something is broken. */
export async function verifyRhythms(ctx: Ctx): Promise<{ customerId: string }[]> {
  const [shop, { fixedDays }] = await Promise.all([readShop(ctx), readSettings(ctx)]);
  if (!shop || shop.refreshId !== null) return [];
  const { rows } = await sql<{ customer_id: string }>`
    select coalesce(c.customer_id, r.customer_id) as customer_id
    from (${computedRhythms(ctx, shop, fixedDays, EVERYBODY)}) c
    full join (select * from retention_rhythms where workspace_id = ${ctx.workspace.id}) r
      on r.customer_id = c.customer_id
    where (c.first_on, c.last_on, c.gaps, c.due_on, c.alert_on, c.taught)
        is distinct from (r.first_on, r.last_on, r.gaps, r.due_on, r.alert_on, r.taught)
      or abs(c.mean_log - r.mean_log) > 1e-6 or abs(c.scale_log - r.scale_log) > 1e-6
      or abs(c.year_minor - r.year_minor) > 1`.execute(ctx.db);
  return rows.map(({ customer_id: customerId }) => ({ customerId }));
}

const COLUMNS = sql.raw(`customer_id, first_on, last_on, gaps, mean_log, scale_log, df, usual_days, spread_days, due_on,
  alert_on, year_minor, taught`);

/** Beyond so many gaps the quantiles of Student's t no longer move by a day. */
const QUANTILES = 400;

/**
 * `rhythmOf`, `dueOn`, `alertOn` and the yearly money of `src/maths` as one statement, for a million customers at once; a
 * test holds the two together. `offset 0` keeps the planner from computing a step again for each of its uses.
 */
function computedRhythms(ctx: Ctx, { prior, closures }: Shop, fixedDays: number, scope: Scope): RawBuilder<unknown> {
  const quantiles = (p: number) =>
    Array.from({ length: QUANTILES + 1 }, (_, gaps) => studentQuantile(p, prior.withinDf + Math.max(0, gaps - 1)));
  const [quartiles, overdue] = [quantiles(0.75), quantiles(OVERDUE_QUIETNESS)];
  const shrunk = sql`
    select s.customer_id, s.first_on, s.last_on, s.gaps, s.spent_minor, s.gaps_ln,
      ${prior.withinDf}::float8 + greatest(0, s.gaps - 1) as df, least(s.gaps, ${QUANTILES}::int) + 1 as place,
      (${(prior.withinDf - 2) * prior.withinVariance}::float8
        + case when s.gaps > 1 then greatest(0, s.gaps_ln_squared - s.gaps_ln * s.gaps_ln / s.gaps) else 0 end)
        / (${prior.withinDf}::float8 + greatest(0, s.gaps - 1)) as variance
    from customer_statistics s
    where s.workspace_id = ${ctx.workspace.id} and s.purchase_days > 0 and ${within(scope, sql.ref('s.customer_id'))}
      and ${mayProfile(ctx, sql.ref('s.customer_id'))}
    offset 0`;
  const weighed = sql`
    select *, gaps * ${prior.betweenVariance}::float8 / (gaps * ${prior.betweenVariance}::float8 + variance) as weight
    from (${shrunk}) shrunk offset 0`;
  const predicted = sql`
    select *, weight * coalesce(gaps_ln / nullif(gaps, 0), 0) + (1 - weight) * ${prior.meanLog}::float8 as mean_log,
      sqrt(variance + (1 - weight) * ${prior.betweenVariance}::float8) as scale_log
    from (${weighed}) weighed offset 0`;
  const shown = sql`
    select *, least(${LONGEST_GAP}::float8, exp(mean_log)) as usual_days
    from (${predicted}) predicted offset 0`;
  const dated = sql`
    select *, least(${LONGEST_GAP}::float8, usual_days * sinh(scale_log * (${quartiles}::float8[])[place])) as spread_days,
      last_on + greatest(1, round(usual_days))::int as due_on,
      last_on + case when gaps >= ${GAPS_FOR_ALERT}::int
        then greatest(1, ceil(least(${LONGEST_GAP}::float8, exp(mean_log + scale_log * (${overdue}::float8[])[place]))))::int
        else ${fixedDays}::int end as alert_on,
      round(greatest(0, spent_minor)::float8 / (gaps + 1) * least(365.25 / greatest(1, usual_days),
        coalesce(gaps * 365.25 / nullif(last_on - first_on, 0), 'Infinity'), gaps + 1))::int8 as year_minor
    from (${shown}) shown offset 0`;
  const untaught = closures.reduce(
    (days, { from, to }) => sql`
      select ${sql.raw(KEPT)}, ${beyond(sql.ref('due_on'), from, to)} as due_on,
        ${beyond(sql.ref('alert_on'), from, to)} as alert_on
      from (${days}) open offset 0`,
    dated,
  );
  return taughtDays(ctx, untaught);
}

/** What people said of a customer goes before what the rhythm says: see `cases/rules/lesson.ts`. */
function taughtDays(ctx: Ctx, days: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select ${sql.raw(KEPT.replace(/\b(\w+)/g, 'd.$1'))}, d.due_on, l.reason as taught,
      case when l.never then ${NEVER}::date
        else greatest(coalesce(d.last_on + l.alert_days, d.alert_on), l.silent_until + 1) end as alert_on
    from (${days}) d
    left join retention_lessons l on l.workspace_id = ${ctx.workspace.id} and l.customer_id = d.customer_id`;
}

const NEVER = '9999-12-31';

const LONGEST_GAP = 36_525;

const KEPT = `customer_id, first_on, last_on, gaps, mean_log, scale_log, df, usual_days, spread_days, year_minor`;

/** Nobody is late for days on which the shop was closed. */
function beyond(day: RawBuilder<unknown>, from: string, to: string): RawBuilder<unknown> {
  return sql`case when last_on < ${from}::date and ${from}::date <= ${day} then ${day} + (${to}::date - ${from}::date + 1)
    else ${day} end`;
}
