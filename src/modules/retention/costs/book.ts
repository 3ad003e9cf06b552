import { sql, type Selectable } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { Money } from '../../../kernel/contract.ts';
import type { RetentionCosts } from '../../../kernel/db/tables.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { addDays } from '../../../maths/calendar.ts';
import { convert, exponentOf, isCurrency, parseMoney } from '../../../maths/money.ts';
import { customerNames } from '../../customers/index.ts';
import { costErrors, type Cost, type CostGiven } from './contract.ts';
import { presentCosts } from './list.ts';

const refuse = refusals(costErrors);

export type CostRow = Selectable<RetentionCosts>;

export async function bookCost(ctx: Ctx, given: CostGiven): Promise<Cost> {
  return presentOne(ctx, await writeCost(ctx, given, null));
}

const YEARS_BACK = 20 * 366;
/** A year's turnover of a large business is far below; beyond lies a slip of the keyboard. */
const LARGEST = 10n ** 13n;

/** The day is one that is over or today: what is only planned is no cost yet. */
export async function writeCost(ctx: Ctx, given: CostGiven, changeSetId: string | null): Promise<CostRow> {
  const { day } = given;
  if (day > ctx.today || day < addDays(ctx.today, -YEARS_BACK)) throw refuse('COST_DAY_UNFIT', { path: 'day' });
  const { currency, minor, hourMinor } = amountOf(given);
  const customerId = given.customerId ?? null;
  if (customerId !== null && !(await customerNames(ctx, [customerId])).has(customerId))
    throw refuse('COST_CUSTOMER_UNKNOWN', { path: 'customerId' });
  const row = await ctx.db
    .insertInto('retention_costs')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      purpose: given.purpose,
      kind: given.kind,
      day,
      currency,
      amount_minor: minor,
      base_minor: await inBaseCurrency(ctx, minor, currency, day),
      hours: hourMinor === null ? null : String(given.hours),
      hour_minor: hourMinor,
      customer_id: customerId,
      note: given.note || null,
      by_name: ctx.actor.name,
      at: ctx.now,
      change_set_id: changeSetId,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordAudit(ctx, {
    action: 'retention_cost.booked',
    entity: 'retention_cost',
    entityId: row.id,
    detail: { purpose: row.purpose, kind: row.kind, day },
  });
  return row;
}

/** The same amount with the opposite sign, on the same day, so that every month stays right. */
export async function takeCostBack(ctx: Ctx, { id }: { id: string }): Promise<Cost> {
  const row = await ctx.db
    .selectFrom('retention_costs')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw refuse('COST_NOT_FOUND');
  if (row.takes_back !== null) throw refuse('COST_TAKEN_BACK');
  const back = await ctx.db
    .insertInto('retention_costs')
    .values({
      ...row,
      id: newId(),
      amount_minor: -row.amount_minor,
      base_minor: -row.base_minor,
      takes_back: row.id,
      by_name: ctx.actor.name,
      at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!back) throw refuse('COST_TAKEN_BACK');
  await recordAudit(ctx, { action: 'retention_cost.taken_back', entity: 'retention_cost', entityId: row.id });
  return presentOne(ctx, back);
}

async function presentOne(ctx: Ctx, row: CostRow): Promise<Cost> {
  const [shown] = await presentCosts(ctx, [{ ...row, taken_back: false }]);
  return shown as Cost;
}

/** An amount as it stands, or hours × rate to the nearest smallest unit. */
function amountOf({ amount, hours, hourRate }: CostGiven): {
  currency: string;
  minor: bigint;
  hourMinor: bigint | null;
} {
  if (hours && hourRate && !amount) {
    const hourMinor = minorOf(hourRate, 'hourRate');
    const minor = (hourMinor * BigInt(Math.round(hours * 100)) + 50n) / 100n;
    if (minor > LARGEST) throw refuse('COST_AMOUNT_UNFIT', { path: 'hours' });
    return { currency: hourRate.currency, minor, hourMinor };
  }
  if (!amount || hours || hourRate) throw refuse('COST_AMOUNT_UNFIT', { path: 'amount' });
  return { currency: amount.currency, minor: minorOf(amount, 'amount'), hourMinor: null };
}

function minorOf({ amount, currency }: Money, path: string): bigint {
  const minor = isCurrency(currency) ? parseMoney(amount, currency) : null;
  if (!minor?.ok || minor.value <= 0n || minor.value > LARGEST) throw refuse('COST_AMOUNT_UNFIT', { path });
  return minor.value;
}

async function inBaseCurrency(ctx: Ctx, minor: bigint, currency: string, day: string): Promise<bigint> {
  const base = ctx.workspace.baseCurrency;
  if (currency === base) return minor;
  const { rows } = await sql<{ rate: string }>`
    select rate::text as rate from currency_rates
    where workspace_id = ${ctx.workspace.id} and currency = ${currency} and valid_from <= ${day}
    order by valid_from desc limit 1`.execute(ctx.db);
  const converted = rows[0] && convert(minor, currency, base, rows[0].rate);
  const most = LARGEST * 10n ** BigInt(exponentOf(base));
  if (!converted?.ok || converted.value > most) throw refuse('COST_RATE_UNKNOWN', { path: 'amount' });
  return converted.value;
}
