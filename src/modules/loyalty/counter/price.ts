import type { Ctx } from '../../../kernel/context.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { customerSeen } from '../../customers/index.ts';
import { thousandths, usableCoupons } from '../coupons/use.ts';
import { keptFrom } from '../early/early.ts';
import { NOTHING_USABLE, usablePoints } from '../ledger/usable.ts';
import { currentVersion, levelNamed, minorOf, type Version } from '../programme/programme.ts';
import { mostFor, worthOf } from '../programme/rules/worth.ts';
import type { CounterBill, GivenSale } from './contract.ts';
import { readValueAccount } from '../value/account.ts';
import { quantityLeft } from './quantity-left.ts';
import { billOf, paidAhead, type Bill, type TakenOff } from './rules/bill.ts';

/** What a basket costs, before anything is written. */
export async function priceBasket(ctx: Ctx, given: GivenSale): Promise<CounterBill> {
  const customer = given.customerId ? await customerSeen(ctx, given.customerId) : null;
  const standing = await standingAtTill(ctx, customer?.id ?? null);
  const offers = await usableCoupons(ctx, {
    customerId: customer?.id,
    codes: given.codes,
    basket: { ...given.basket, shipping: '0' },
  });
  const chosen = offers.coupons.filter(({ code, discount }) => discount !== null && given.codes.includes(code));
  const together = chosen.length > 1 ? chosen.filter(({ stacks }) => stacks) : chosen;
  const couponsMinor = together.reduce((sum, { discount }) => sum + (minorOf(ctx, discount?.amount ?? '0') ?? 0n), 0n);
  const points = customer ? given.points : 0;
  const bill = billFor(ctx, given, standing, { couponsMinor, points });
  const { version } = standing;
  const { balance } = customer ? await readValueAccount(ctx, { customerId: customer.id }) : NOTHING_AHEAD;
  const balanceMinor = minorOf(ctx, balance.amount) ?? 0n;
  const asked = [given.value ?? '0', ...(given.giftCards ?? []).map(({ amount }) => amount)].map(
    (one) => minorOf(ctx, one) ?? 0n,
  );
  const [value = 0n, ...gifts] = asked;
  const { parts, dueMinor } = paidAhead(bill.totalMinor, [value < balanceMinor ? value : balanceMinor, ...gifts]);
  const [valueMinor = 0n, ...giftsMinor] = parts;
  return {
    kept: await keptOf(ctx, given, standing),
    subtotal: inBase(ctx, bill.subtotalMinor),
    tierDiscount:
      bill.tierOffMinor > 0n && standing.level?.discount
        ? {
            name: standing.level.name,
            percent: standing.level.discount.percent,
            amount: inBase(ctx, bill.tierOffMinor),
          }
        : null,
    quantityDiscount:
      bill.quantityOffMinor > 0n && standing.level?.quantity
        ? {
            pieces: standing.level.quantity.pieces,
            percent: standing.level.quantity.percent,
            amount: inBase(ctx, bill.quantityOffMinor),
            left: standing.quantityLeft === null ? null : inBase(ctx, standing.quantityLeft - bill.quantityOffMinor),
            period: standing.level.quantity.period,
          }
        : null,
    coupons: offers.coupons.map((offer) => ({
      code: offer.code,
      name: offer.name,
      worth: offer.worth,
      discount: offer.discount,
      why: offer.why?.text ?? null,
      chosen: together.includes(offer),
      best: offer.best,
    })),
    couponsOff: inBase(ctx, bill.couponsOffMinor),
    mostPoints:
      version && customer
        ? mostFor(version.rules.redeem, version.worthMinor, standing.balance, bill.beforePointsMinor)
        : 0,
    pointStep: version?.rules.redeem.step ?? 1,
    points,
    pointsOff: inBase(ctx, bill.pointsOffMinor),
    total: inBase(ctx, bill.totalMinor),
    valueBalance: inBase(ctx, balanceMinor),
    value: inBase(ctx, valueMinor),
    giftCards: inBase(
      ctx,
      giftsMinor.reduce((sum, one) => sum + one, 0n),
    ),
    due: inBase(ctx, dueMinor),
  };
}

const NOTHING_AHEAD = { balance: { amount: '0' } };

export interface Standing {
  version: Version | null;
  level: ReturnType<typeof levelNamed>;
  balance: number;
  /** Of the tier's discount for many pieces, minor units; null: any amount. */
  quantityLeft: bigint | null;
}

export async function standingAtTill(ctx: Ctx, customerId: string | null): Promise<Standing> {
  const version = await currentVersion(ctx);
  if (customerId === null) return { version, level: null, balance: 0, quantityLeft: null };
  const usable = (await usablePoints(ctx, [customerId])).get(customerId) ?? NOTHING_USABLE;
  const level = levelNamed(version, usable.tier) ?? version?.rules.tiers.levels[0] ?? null;
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
