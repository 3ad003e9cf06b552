import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { addDays, addMonths, daysBetween, startOfMonth } from '../../../maths/calendar.ts';
import { readEconomics } from '../costs/economics.ts';
import { readSettings } from '../settings.ts';
import { readShop } from '../shop.ts';
import type { Bucket } from './contract.ts';
import { lostAfterDays } from './customer-months.ts';
import { readMonths, type BucketMonth } from './months.ts';
import { warningsOf } from './rules/bucket.ts';
import { flowsOf, readYear, type Level } from './year.ts';

/** The leaky bucket: who came in at the top and went out at the bottom, what both cost, and what plugging it is worth. */
export async function readBucket(ctx: Ctx, asked: { months: number; gift?: number | undefined }): Promise<Bucket> {
  const [shop, settings, { marginPercent }] = await Promise.all([readShop(ctx), readSettings(ctx), readEconomics(ctx)]);
  const lostAfter = lostAfterDays(settings);
  const nothing = { until: shop?.until ?? null, lostAfterDays: lostAfter, marginPercent, months: [], year: null };
  if (!shop) return { ...nothing, warnings: ['nobody'] };
  const [months, spent, crowd] = await Promise.all([readMonths(ctx, shop.until), spentByMonth(ctx), crowdOf(ctx)]);
  const customers = months.reduce((all, { new: fresh }) => all + fresh, 0);
  const revenue = months.reduce(
    (all, { newMinor, keptMinor, backMinor }) => all + newMinor + keptMinor + backMinor,
    0n,
  );
  const first = months[0]?.month ?? startOfMonth(shop.until);
  const warnings = warningsOf({
    customers,
    days: crowd.firstOn === crowd.lastOn ? 1 : 2,
    spanDays: crowd.firstOn ? daysBetween(crowd.firstOn, shop.until) : 0,
    lostAfter,
    largestShare: revenue > 0n ? Number(crowd.largestMinor) / Number(revenue) : 0,
  });
  const levels = levelsOf(months, spent, first, startOfMonth(shop.until));
  const running = startOfMonth(addDays(shop.until, 1));
  return {
    ...nothing,
    warnings,
    months: levels.slice(-asked.months).map((level) => presentMonth(ctx, level, level.month < running)),
    year: await readYear(ctx, levels.filter(({ month }) => month < running).slice(-12), asked.gift),
  };
}

/** Every month from the first on, those without anything included, with the customers there when it began. */
function levelsOf(months: BucketMonth[], spent: Spent[], first: string, last: string): Level[] {
  const [flows, costs] = [
    new Map(months.map((one) => [one.month, one])),
    new Map(spent.map((one) => [one.month, one])),
  ];
  const levels: Level[] = [];
  let start = 0;
  for (let month = first; month <= last && levels.length < MOST_MONTHS; month = addMonths(month, 1)) {
    const flow = flows.get(month) ?? { month, ...STILL };
    const { winning = 0n, keeping = 0n } = costs.get(month) ?? {};
    levels.push({ ...flow, winning, keeping, start });
    start += flow.new + flow.back - flow.lost;
  }
  return levels;
}

const MOST_MONTHS = 1500;
const STILL = { new: 0, newMinor: 0n, kept: 0, keptMinor: 0n, back: 0, backMinor: 0n, lost: 0, lostMinor: 0n };

function presentMonth(ctx: Ctx, level: Level, complete: boolean): Bucket['months'][number] {
  return {
    month: level.month,
    complete,
    start: level.start,
    ...flowsOf(ctx, level),
    winning: inBase(ctx, level.winning),
    keeping: inBase(ctx, level.keeping),
  };
}

type Spent = Pick<Level, 'month' | 'winning' | 'keeping'>;

async function spentByMonth(ctx: Ctx): Promise<Spent[]> {
  const { rows } = await sql<Spent>`
    select date_trunc('month', day::timestamp)::date as month,
      coalesce(sum(base_minor) filter (where purpose = 'winning'), 0)::int8 as winning,
      coalesce(sum(base_minor) filter (where purpose = 'keeping'), 0)::int8 as keeping
    from retention_costs where workspace_id = ${ctx.workspace.id} group by 1`.execute(ctx.db);
  return rows;
}

interface Crowd {
  firstOn: string | null;
  lastOn: string | null;
  largestMinor: bigint;
}

/** Each by one look into an index: the first and the last day, and what the largest customer brought. */
async function crowdOf(ctx: Ctx): Promise<Crowd> {
  const day = (order: RawBuilder<unknown>) => sql`(
    select p.day from purchase_days p where p.workspace_id = ${ctx.workspace.id} order by p.day ${order} limit 1)`;
  const { rows } = await sql<Crowd>`
    select ${day(sql`asc`)} as "firstOn", ${day(sql`desc`)} as "lastOn", coalesce((
      select s.spent_minor from customer_statistics s where s.workspace_id = ${ctx.workspace.id}
      order by s.spent_minor desc limit 1), 0)::int8 as "largestMinor"`.execute(ctx.db);
  return rows[0] ?? { firstOn: null, lastOn: null, largestMinor: 0n };
}
