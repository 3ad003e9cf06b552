import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { addDays, monthsBetween, type CivilDate } from '../../../maths/calendar.ts';
import { kaplanMeier, medianSurvival, type LifeTableRow } from '../../../maths/survival.ts';
import { branchNames } from '../../workspaces/index.ts';
import { lostAfterDays } from '../leaky-bucket/customer-months.ts';
import { computedCells, staleMonths } from '../leaky-bucket/months.ts';
import { readSettings } from '../settings.ts';
import { readShop } from '../shop.ts';
import { campaignNames, wonBy } from './campaigns.ts';
import type { CohortBy, Cohorts } from './contract.ts';
import { cohortTable, repeatLadder, type CellCount, type CohortRow } from './rules/table.ts';

const FEWEST = 30;
const SHORTEST_MONTHS = 3;

export async function readCohorts(ctx: Ctx, { by }: { by: CohortBy }): Promise<Cohorts> {
  const [shop, settings] = await Promise.all([readShop(ctx), readSettings(ctx)]);
  const lostAfter = lostAfterDays(settings);
  const nothing = { until: shop?.until ?? null, by, lostAfterDays: lostAfter, medianMonths: null };
  if (!shop) return { ...nothing, tooFew: true, rows: [], survival: [], ladder: [] };
  const [counts, table, ladder] = await Promise.all([
    countsBy(ctx, by, shop.until),
    lifeTable(ctx, shop.until),
    rungs(ctx, shop.until, lostAfter),
  ]);
  const rows = cohortTable(counts, shop.until);
  const customers = rows.reduce((sum, row) => sum + row.customers, 0);
  const first = counts.reduce((least, one) => (one.first < least ? one.first : least), shop.until);
  const tooFew = customers < FEWEST || monthsBetween(first, shop.until) < SHORTEST_MONTHS;
  const curve = tooFew ? [] : kaplanMeier(table);
  return {
    ...nothing,
    tooFew,
    rows: tooFew ? [] : inOrder(by, await named(ctx, by, rows)).map((row) => presentRow(ctx, row)),
    survival: curve.map(({ time, ...point }) => ({ month: time, ...point })),
    medianMonths: medianSurvival(curve),
    ladder: tooFew ? [] : ladder,
  };
}

function presentRow(ctx: Ctx, { key, customers, cells }: CohortRow): Cohorts['rows'][number] {
  return { key, customers, cells: cells.map(({ minor, ...cell }) => ({ ...cell, money: inBase(ctx, minor) })) };
}

const MOST_ROWS = 36;

/** Months and quarters newest first; ways of coming by how many came. */
function inOrder(by: CohortBy, rows: CohortRow[]): CohortRow[] {
  const inTime = by === 'month' || by === 'quarter';
  return rows
    .toSorted((a, b) => (inTime ? (b.key ?? '').localeCompare(a.key ?? '') : b.customers - a.customers))
    .slice(0, MOST_ROWS);
}

async function named(ctx: Ctx, by: CohortBy, rows: CohortRow[]): Promise<CohortRow[]> {
  if (by !== 'branch' && by !== 'campaign') return rows;
  const names = by === 'branch' ? await branchNames(ctx) : await campaignNames(ctx);
  return rows.map((row) => ({ ...row, key: row.key === null ? null : (names.get(row.key) ?? null) }));
}

async function countsBy(ctx: Ctx, by: CohortBy, until: CivilDate): Promise<CellCount[]> {
  if (by === 'campaign') return countsByCampaign(ctx, until);
  const { rows } = await sql<CellCount>`
    select ${KEYS[by]} as key, x.first_month as first, x.month, sum(x.customers)::int as customers,
      least(sum(x.amount_minor), 9e18::numeric)::int8 as minor
    from (
      select month, first_month, source, branch, customers, amount_minor from retention_cohort_cells
      where workspace_id = ${ctx.workspace.id} and month <= ${until}
        and month not in (${staleMonths(ctx, until)})
      union all
      select * from (${computedCells(ctx, sql`m.month in (${staleMonths(ctx, until)})`)}) fresh
    ) x
    group by 1, 2, 3`.execute(ctx.db);
  return rows;
}

/** Counted when asked: who was won by a campaign is no part of the months that are kept. */
async function countsByCampaign(ctx: Ctx, until: CivilDate): Promise<CellCount[]> {
  const { rows } = await sql<CellCount>`
    select won.campaign as key, m.first_month as first, m.month, count(*)::int as customers,
      least(sum(m.amount_minor), 9e18::numeric)::int8 as minor
    from retention_customer_months m left join (${wonBy(ctx)}) won using (customer_id)
    where m.workspace_id = ${ctx.workspace.id} and m.standing is not null and m.month <= ${until}
    group by 1, 2, 3`.execute(ctx.db);
  return rows;
}

const KEYS: Record<Exclude<CohortBy, 'campaign'>, RawBuilder<unknown>> = {
  month: sql`x.first_month::text`,
  quarter: sql`date_trunc('quarter', x.first_month::timestamp)::date::text`,
  source: sql`nullif(x.source, '')`,
  branch: sql`nullif(x.branch, '')`,
};

const DAYS_IN_MONTH = 30.4375;

/** Whole months from the first purchase to the loss, or to the last day looked at for those who are still there. */
async function lifeTable(ctx: Ctx, until: CivilDate): Promise<LifeTableRow[]> {
  const { rows } = await sql<LifeTableRow>`
    select floor((least(first_lost_on, ${until}::date) - first_on) / ${DAYS_IN_MONTH}::float8)::int as time,
      count(*) filter (where first_lost_on <= ${until})::int as ended,
      count(*) filter (where first_lost_on > ${until})::int as censored
    from retention_customer_months
    where workspace_id = ${ctx.workspace.id} and first_on <= ${until}
    group by 1 order by 1`.execute(ctx.db);
  return rows;
}

const RUNGS = 8;

async function rungs(ctx: Ctx, until: CivilDate, lostAfter: number): Promise<Cohorts['ladder']> {
  const { rows } = await sql<{ days: number; customers: number; waiting: number }>`
    select least(purchase_days, ${RUNGS}::int) as days, count(*)::int as customers,
      count(*) filter (where last_on > ${addDays(until, -lostAfter)} and purchase_days < ${RUNGS}::int)::int as waiting
    from customer_statistics
    where workspace_id = ${ctx.workspace.id} and purchase_days > 0
    group by 1`.execute(ctx.db);
  const made = (n: number) => rows.filter(({ days }) => days >= n).reduce((sum, one) => sum + one.customers, 0);
  const reached = Array.from({ length: RUNGS + 1 }, (_, n) => (n === 0 ? 0 : made(n)));
  const waiting = Array.from({ length: RUNGS + 1 }, (_, n) => rows.find(({ days }) => days === n)?.waiting ?? 0);
  return repeatLadder(reached, waiting);
}
