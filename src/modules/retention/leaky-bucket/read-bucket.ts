import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { Explanation } from '../../../kernel/contract.ts';
import { dayInWords, inBase, moneyInWords, oneDecimal } from '../../../kernel/i18n/print.ts';
import { addDays, addMonths, daysBetween, startOfMonth } from '../../../maths/calendar.ts';
import { exponentOf } from '../../../maths/money.ts';
import { readEconomics } from '../costs/economics.ts';
import { readSettings } from '../settings.ts';
import { readShop } from '../shop.ts';
import type { Bucket } from './contract.ts';
import { lostAfterDays } from './customer-months.ts';
import { readMonths, type BucketMonth } from './months.ts';
import { breakEven, economyOf, warningsOf } from './rules/bucket.ts';

interface Spent {
  month: string;
  winning: bigint;
  keeping: bigint;
}

type Level = BucketMonth & Spent & { start: number };

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
    year: yearOf(ctx, levels.filter(({ month }) => month < running).slice(-12), { ...asked, marginPercent, lostAfter }),
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

function flowsOf(ctx: Ctx, level: Omit<BucketMonth, 'month'>) {
  return {
    new: { customers: level.new, money: inBase(ctx, level.newMinor) },
    kept: { customers: level.kept, money: inBase(ctx, level.keptMinor) },
    back: { customers: level.back, money: inBase(ctx, level.backMinor) },
    lost: { customers: level.lost, money: inBase(ctx, level.lostMinor) },
  };
}

interface Asked {
  gift?: number | undefined;
  marginPercent: number | null;
  lostAfter: number;
}

function yearOf(ctx: Ctx, levels: Level[], { gift, marginPercent, lostAfter }: Asked): Bucket['year'] {
  const [first, last] = [levels[0], levels.at(-1)];
  if (!first || !last) return null;
  const sum = (pick: (level: Level) => number) => levels.reduce((all, level) => all + pick(level), 0);
  const money = (pick: (level: Level) => bigint) => levels.reduce((all, level) => all + pick(level), 0n);
  const total = {
    new: sum((level) => level.new),
    newMinor: money((level) => level.newMinor),
    kept: sum((level) => level.kept),
    keptMinor: money((level) => level.keptMinor),
    back: sum((level) => level.back),
    backMinor: money((level) => level.backMinor),
    lost: sum((level) => level.lost),
    lostMinor: money((level) => level.lostMinor),
  };
  const end = last.start + last.new + last.back - last.lost;
  const revenueMinor = total.newMinor + total.keptMinor + total.backMinor;
  const [winningMinor, keepingMinor] = [money((level) => level.winning), money((level) => level.keeping)];
  const active = sum((level) => level.start + (level.new + level.back - level.lost) / 2) / levels.length;
  const whole = levels.length === 12;
  // Less than a year is told as it is: a year made up from some months would hide the season.
  const economy = economyOf({
    start: first.start,
    end,
    new: total.new,
    lost: total.lost,
    active,
    revenueMinor,
    winningMinor,
    keepingMinor,
    marginPercent,
  });
  const inWords = (minor: number | bigint) => moneyInWords(ctx, minor);
  const count = Math.round(active);
  const because = (key: string, values: Explanation['values']) => ({ key: `retention:bucket.explain.${key}`, values });
  const toldMoney = (minor: number | null, explanation: Explanation) =>
    minor === null ? null : { money: inBase(ctx, BigInt(Math.round(minor))), explanation };
  const giftMinor = gift === undefined ? null : gift * 10 ** exponentOf(ctx.workspace.baseCurrency);
  const needed = giftMinor === null || !whole ? null : breakEven(giftMinor, economy.perCustomerMinor);
  const margin = because(marginPercent === null ? 'turnover' : 'margin', { percent: marginPercent });
  return {
    from: first.month,
    to: addDays(addMonths(last.month, 1), -1),
    months: levels.length,
    start: first.start,
    end,
    ...flowsOf(ctx, total),
    winning: inBase(ctx, winningMinor),
    keeping: inBase(ctx, keepingMinor),
    churn:
      economy.churn === null || !whole
        ? null
        : {
            value: economy.churn,
            explanation: because('churn', {
              lost: total.lost,
              start: first.start,
              days: lostAfter,
              from: dayInWords(ctx, first.month),
            }),
          },
    perCustomer: toldMoney(whole ? economy.perCustomerMinor : null, {
      ...because('perCustomer', { revenue: inWords(revenueMinor), customers: count }),
      steps: [margin],
    }),
    winningPerNew: toldMoney(
      economy.winningPerNewMinor,
      because('winningPerNew', { cost: inWords(winningMinor), customers: total.new }),
    ),
    keepingPerKept: toldMoney(
      economy.keepingPerKeptMinor,
      because('keepingPerKept', { cost: inWords(keepingMinor), customers: count }),
    ),
    ratio:
      economy.ratio === null
        ? null
        : {
            value: oneDecimal(economy.ratio),
            explanation: because('ratio', {
              winning: inWords(economy.winningPerNewMinor ?? 0),
              keeping: inWords(economy.keepingPerKeptMinor ?? 0),
            }),
          },
    onePoint: toldMoney(whole ? economy.pointMinor : null, {
      ...because('onePoint', { customers: count, each: inWords(economy.perCustomerMinor ?? 0) }),
      steps: [margin],
    }),
    breakEven:
      needed === null
        ? null
        : {
            value: oneDecimal(needed),
            explanation: {
              ...because('breakEven', { gift: inWords(giftMinor ?? 0), each: inWords(economy.perCustomerMinor ?? 0) }),
              steps: [margin],
            },
          },
  };
}

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
