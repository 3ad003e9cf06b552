import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { Explanation } from '../../../kernel/contract.ts';
import { dayInWords, inBase, moneyInWords, oneDecimal } from '../../../kernel/i18n/print.ts';
import { addDays, addMonths } from '../../../maths/calendar.ts';
import { exponentOf } from '../../../maths/money.ts';
import { readEconomics } from '../costs/economics.ts';
import { readSettings } from '../settings.ts';
import type { Bucket } from './contract.ts';
import { lostAfterDays } from './customer-months.ts';
import type { BucketMonth } from './months.ts';
import { breakEven, economyOf, type Economy } from './rules/bucket.ts';

/** One month of the bucket with what it cost, and the customers there when it began. */
export type Level = BucketMonth & { winning: bigint; keeping: bigint; start: number };

type Year = NonNullable<Bucket['year']>;

/** The levels of the last whole months, twelve at most, told as one; null where there are none. */
export async function readYear(ctx: Ctx, levels: readonly Level[], gift: number | undefined): Promise<Bucket['year']> {
  const [first, last] = [levels[0], levels.at(-1)];
  if (!first || !last) return null;
  const [{ marginPercent }, settings] = [await readEconomics(ctx), await readSettings(ctx)];
  const [from, to] = [first.month, addDays(addMonths(last.month, 1), -1)];
  const total = totalOf(levels);
  const lostOfStart = await lostOfThoseThere(ctx, from, to);
  const economy = economyOf({
    start: first.start,
    lostOfStart,
    new: total.new,
    active: total.active,
    revenueMinor: total.newMinor + total.keptMinor + total.backMinor,
    winningMinor: total.winning,
    keepingMinor: total.keeping,
    marginPercent,
  });
  return {
    from,
    to,
    months: levels.length,
    start: first.start,
    end: last.start + last.new + last.back - last.lost,
    ...flowsOf(ctx, total),
    winning: inBase(ctx, total.winning),
    keeping: inBase(ctx, total.keeping),
    ...costsOf(ctx, total, economy),
    // Less than a year is told as it is: a year made up from some months would hide the season.
    ...(levels.length === 12
      ? yearly(ctx, { from, start: first.start, lostOfStart, total, economy, marginPercent, gift, ...settings })
      : NOT_YEARLY),
  };
}

export function flowsOf(ctx: Ctx, level: Omit<BucketMonth, 'month'>) {
  return {
    new: { customers: level.new, money: inBase(ctx, level.newMinor) },
    kept: { customers: level.kept, money: inBase(ctx, level.keptMinor) },
    back: { customers: level.back, money: inBase(ctx, level.backMinor) },
    lost: { customers: level.lost, money: inBase(ctx, level.lostMinor) },
  };
}

type Total = ReturnType<typeof totalOf>;

function totalOf(levels: readonly Level[]) {
  const sum = (pick: (level: Level) => number) => levels.reduce((all, level) => all + pick(level), 0);
  const money = (pick: (level: Level) => bigint) => levels.reduce((all, level) => all + pick(level), 0n);
  return {
    new: sum((level) => level.new),
    newMinor: money((level) => level.newMinor),
    kept: sum((level) => level.kept),
    keptMinor: money((level) => level.keptMinor),
    back: sum((level) => level.back),
    backMinor: money((level) => level.backMinor),
    lost: sum((level) => level.lost),
    lostMinor: money((level) => level.lostMinor),
    winning: money((level) => level.winning),
    keeping: money((level) => level.keeping),
    /** Customers there in an average month. */
    active: sum((level) => level.start + (level.new + level.back - level.lost) / 2) / levels.length,
  };
}

/** Of those there on the first day, who was lost up to the last: who came during it, or came back, is none of them. */
async function lostOfThoseThere(ctx: Ctx, from: string, to: string): Promise<number> {
  const { rows } = await sql<{ lost: number }>`
    select count(distinct l.customer_id)::int as lost from retention_customer_months l
    where l.workspace_id = ${ctx.workspace.id} and l.month >= ${from} and l.lost_on between ${from} and ${to}
      and not exists (
        select from retention_customer_months e
        where e.workspace_id = l.workspace_id and e.customer_id = l.customer_id and e.month >= ${from}
          and (e.standing = 'new' and e.month <= l.month or e.standing = 'back' and e.month < l.month))`.execute(
    ctx.db,
  );
  return rows[0]?.lost ?? 0;
}

const because = (key: string, values: Explanation['values']) => ({ key: `retention:bucket.explain.${key}`, values });

function costsOf(
  ctx: Ctx,
  { winning, keeping, new: won, active }: Total,
  { winningPerNewMinor, keepingPerKeptMinor, ratio }: Economy,
): Pick<Year, 'winningPerNew' | 'keepingPerKept' | 'ratio'> {
  const inWords = (minor: number | bigint) => moneyInWords(ctx, minor);
  const each = { winning: inWords(winningPerNewMinor ?? 0), keeping: inWords(keepingPerKeptMinor ?? 0) };
  return {
    winningPerNew: toldMoney(
      ctx,
      winningPerNewMinor,
      because('winningPerNew', { cost: inWords(winning), customers: won }),
    ),
    keepingPerKept: toldMoney(
      ctx,
      keepingPerKeptMinor,
      because('keepingPerKept', { cost: inWords(keeping), customers: oneDecimal(active) }),
    ),
    ratio: ratio === null ? null : { value: oneDecimal(ratio), explanation: because('ratio', each) },
  };
}

type Yearly = Pick<Year, 'churn' | 'perCustomer' | 'onePoint' | 'breakEven'>;

const NOT_YEARLY: Yearly = { churn: null, perCustomer: null, onePoint: null, breakEven: null };

interface WholeYear {
  from: string;
  start: number;
  lostOfStart: number;
  total: Total;
  economy: Economy;
  marginPercent: number | null;
  gift: number | undefined;
  fixedDays: number;
  lostDays: number;
}

function yearly(ctx: Ctx, year: WholeYear): Yearly {
  const { from, start, lostOfStart: lost, total, gift } = year;
  const { churn, perCustomerMinor, pointMinor } = year.economy;
  const customers = oneDecimal(total.active);
  const each = moneyInWords(ctx, perCustomerMinor ?? 0);
  const steps = [because(year.marginPercent === null ? 'turnover' : 'margin', { percent: year.marginPercent ?? 100 })];
  const revenue = moneyInWords(ctx, total.newMinor + total.keptMinor + total.backMinor);
  const days = lostAfterDays(year);
  return {
    churn:
      churn === null
        ? null
        : { value: churn, explanation: because('churn', { lost, start, days, from: dayInWords(ctx, from) }) },
    perCustomer: toldMoney(ctx, perCustomerMinor, { ...because('perCustomer', { revenue, customers }), steps }),
    onePoint: toldMoney(ctx, pointMinor, { ...because('onePoint', { customers, each }), steps }),
    breakEven: gift === undefined ? null : paysFrom(ctx, gift, perCustomerMinor, steps),
  };
}

function paysFrom(
  ctx: Ctx,
  gift: number,
  perCustomerMinor: number | null,
  steps: NonNullable<Explanation['steps']>,
): Year['breakEven'] {
  const minor = Math.round(gift * 10 ** exponentOf(ctx.workspace.baseCurrency));
  const needed = breakEven(minor, perCustomerMinor);
  if (needed === null) return null;
  const values = { gift: moneyInWords(ctx, minor), each: moneyInWords(ctx, perCustomerMinor ?? 0) };
  return { value: oneDecimal(needed), explanation: { ...because('breakEven', values), steps } };
}

function toldMoney(ctx: Ctx, minor: number | null, explanation: Explanation): Year['perCustomer'] {
  return minor === null ? null : { money: inBase(ctx, BigInt(Math.round(minor))), explanation };
}
