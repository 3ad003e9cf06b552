import type { Ctx } from '../../../kernel/context.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { addDays } from '../../../maths/calendar.ts';
import { customerSeen } from '../../customers/index.ts';
import { thousandths } from '../coupons/candidates.ts';
import { usableCoupons } from '../coupons/use.ts';
import { creditLeft, presentStanding, standingOf } from '../credit/standing.ts';
import { keptFrom } from '../early/early.ts';
import { NOTHING_USABLE, usablePoints } from '../ledger/usable.ts';
import { currentVersion, levelAtTill, minorOf, type Version } from '../programme/programme.ts';
import { mostFor, worthOf } from '../programme/rules/worth.ts';
import type { CounterBill, GivenSale } from './contract.ts';
import { readValueAccount } from '../value/account.ts';
import { quantityLeft } from './quantity-left.ts';
import { billOf, paidAhead, type Bill, type TakenOff } from './rules/bill.ts';

/** What a basket costs, before anything is written. */
export async function priceBasket(ctx: Ctx, given: GivenSale): Promise<CounterBill> {
  const customer = given.customerId ? await customerSeen(ctx, given.customerId) : null;
  const standing = await standingAtTill(ctx, customer?.id ?? null);
  const { version, level } = standing;
  const { coupons, couponsMinor } = await couponsFor(ctx, given, customer?.id);
  const points = customer ? given.points : 0;
  const bill = billFor(ctx, given, standing, { couponsMinor, points });
  return {
    kept: await keptOf(ctx, given, standing),
    subtotal: inBase(ctx, bill.subtotalMinor),
    tierDiscount: tierOff(ctx, bill, level),
    quantityDiscount: quantityOff(ctx, bill, standing),
    coupons,
    couponsOff: inBase(ctx, bill.couponsOffMinor),
    mostPoints:
      version && customer
        ? mostFor(version.rules.redeem, version.worthMinor, standing.balance, bill.beforePointsMinor)
        : 0,
    pointStep: version?.rules.redeem.step ?? 1,
    points,
    pointsOff: inBase(ctx, bill.pointsOffMinor),
    total: inBase(ctx, bill.totalMinor),
    ...(await waysOfPaying(ctx, given, { customerId: customer?.id ?? null, level, totalMinor: bill.totalMinor })),
  };
}

/** What fits the basket, with what is chosen of it; of several only those that stack. */
async function couponsFor(ctx: Ctx, { codes, basket }: GivenSale, customerId: string | undefined) {
  const offers = await usableCoupons(ctx, { customerId, codes, basket: { ...basket, shipping: '0' } });
  const chosen = offers.coupons.filter(({ code, discount }) => discount !== null && codes.includes(code));
  const together = chosen.length > 1 ? chosen.filter(({ stacks }) => stacks) : chosen;
  const coupons = offers.coupons.map((offer): CounterBill['coupons'][number] => ({
    code: offer.code,
    name: offer.name,
    worth: offer.worth,
    discount: offer.discount,
    why: offer.why?.text ?? null,
    chosen: together.includes(offer),
    best: offer.best,
  }));
  const couponsMinor = together.reduce((sum, { discount }) => sum + (minorOf(ctx, discount?.amount ?? '0') ?? 0n), 0n);
  return { coupons, couponsMinor };
}

function tierOff(ctx: Ctx, { tierOffMinor }: Bill, level: Standing['level']): CounterBill['tierDiscount'] {
  if (tierOffMinor === 0n || !level?.discount) return null;
  return { name: level.name, percent: level.discount.percent, amount: inBase(ctx, tierOffMinor) };
}

function quantityOff(
  ctx: Ctx,
  { quantityOffMinor }: Bill,
  { level, quantityLeft: leftMinor }: Standing,
): CounterBill['quantityDiscount'] {
  if (quantityOffMinor === 0n || !level?.quantity) return null;
  const { pieces, percent, period } = level.quantity;
  const left = leftMinor === null ? null : inBase(ctx, leftMinor - quantityOffMinor);
  return { pieces, percent, amount: inBase(ctx, quantityOffMinor), left, period };
}

interface Payer {
  customerId: string | null;
  level: Standing['level'];
  totalMinor: bigint;
}

/** Each pays as much as it can of what those before it leave: money paid ahead, gift cards, and what goes on account. */
async function waysOfPaying(ctx: Ctx, given: GivenSale, { customerId, level, totalMinor }: Payer) {
  const [ahead, credit] = customerId
    ? await Promise.all([readValueAccount(ctx, { customerId }), standingOf(ctx, customerId, level)])
    : [null, null];
  const minor = (amount: string | undefined) => minorOf(ctx, amount ?? '0') ?? 0n;
  const balanceMinor = minor(ahead?.balance.amount);
  const leftMinor = credit ? creditLeft(credit) : 0n;
  const gifts = (given.giftCards ?? []).map(({ amount }) => minor(amount));
  const asked = [least(minor(given.value), balanceMinor), ...gifts, least(minor(given.onAccount), leftMinor)];
  const { parts, dueMinor } = paidAhead(totalMinor, asked);
  const [valueMinor = 0n, accountMinor = 0n] = [parts[0], parts.at(-1)];
  return {
    valueBalance: inBase(ctx, balanceMinor),
    value: inBase(ctx, valueMinor),
    giftCards: inBase(
      ctx,
      parts.slice(1, -1).reduce((sum, one) => sum + one, 0n),
    ),
    credit: credit?.terms ? { ...presentStanding(ctx, credit), payBy: addDays(ctx.today, credit.terms.days) } : null,
    onAccount: inBase(ctx, accountMinor),
    due: inBase(ctx, dueMinor),
  };
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

export interface Standing {
  version: Version | null;
  level: ReturnType<typeof levelAtTill>;
  balance: number;
  /** Of the tier's discount for many pieces, minor units; null: any amount. */
  quantityLeft: bigint | null;
}

export async function standingAtTill(ctx: Ctx, customerId: string | null): Promise<Standing> {
  const version = await currentVersion(ctx);
  if (customerId === null) return { version, level: null, balance: 0, quantityLeft: null };
  const usable = (await usablePoints(ctx, [customerId])).get(customerId) ?? NOTHING_USABLE;
  const level = levelAtTill(version, usable.tier);
  const left = level?.quantity ? await quantityLeft(ctx, level.quantity, customerId) : null;
  return { version, level, balance: usable.points, quantityLeft: left };
}

/** Goods of the basket that whoever stands there may not buy yet, by the names they have in it. */
export async function keptOf(ctx: Ctx, { basket: { lines } }: Pick<GivenSale, 'basket'>, { level }: Standing) {
  const kept = await keptFrom(
    ctx,
    lines.map(({ sku }) => sku),
    level?.key ?? null,
  );
  return kept.map(({ sku, why }) => ({
    name: lines.find((line) => line.sku?.toLowerCase() === sku)?.name || sku,
    why,
  }));
}

/** The one way a bill comes about: before the sale, and when it is recorded. */
export function billFor(
  ctx: Ctx,
  { basket }: Pick<GivenSale, 'basket'>,
  { version, level, quantityLeft: leftMinor }: Standing,
  { couponsMinor, points }: { couponsMinor: bigint; points: number },
): Bill {
  const lines = basket.lines.map(({ quantity, unitPrice }) => {
    return { quantity: thousandths(quantity), unitPriceMinor: minorOf(ctx, unitPrice) ?? 0n };
  });
  const tier: TakenOff['tier'] = level?.discount
    ? { percent: level.discount.percent, fromMinor: minorOf(ctx, level.discount.from) ?? 0n }
    : null;
  const pointsMinor = version && points > 0 ? worthOf(version.rules.redeem, version.worthMinor, points) : 0n;
  // Rules of an earlier day do not know it.
  const quantity = level?.quantity ? { ...level.quantity, leftMinor } : null;
  return billOf(lines, { tier, quantity, couponsMinor, pointsMinor });
}
