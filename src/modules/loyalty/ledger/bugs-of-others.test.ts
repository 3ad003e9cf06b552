import { describe, expect, test } from 'vitest';
import { testHouse } from '../../../kernel/testing/house.ts';
import { addDays, dayIn } from '../../../maths/calendar.ts';
import { refundOrder } from '../../orders/index.ts';
import { basket, couponTerms } from '../coupons/contract.ts';
import { createCoupon } from '../coupons/coupons.ts';
import { useCoupons } from '../coupons/use.ts';
import { refundSale } from '../counter/return-sale.ts';
import { sell } from '../counter/sell.ts';
import { reviewCustomers } from '../review.ts';
import { codeOf, faultsOf, loyaltyShop, PLAIN } from '../testing/shop.ts';
import { readAccount } from './account.ts';
import { ledgerContract } from './contract.ts';
import { earnPoints, redeemPoints } from './points.ts';
import { reverseEntry } from './reverse.ts';

const house = await testHouse();
const shop = await loyaltyShop(house);
const earn = (customerId: string, points: number) =>
  shop.in((ctx) => earnPoints(ctx, { customerId, points, quantity: 1 }));
const redeem = (customerId: string, points: number) => shop.in((ctx) => redeemPoints(ctx, { customerId, points }));
const balance = async (customerId: string) => (await shop.account(customerId)).balance;
const refund = async (id: string, amount: string) => {
  await shop.in((ctx) => refundOrder(ctx, { id, amount, reason: null }));
  await shop.settle();
};
const sale = (customerId: string, points: number) => ({
  customerId,
  basket: basket.parse({ lines: [{ sku: 'T1', name: '茶', quantity: '1', unitPrice: '100' }] }),
  codes: [],
  points,
});

/** What shops that used other programs lived through. */
describe('this does not happen here:', () => {
  test('a refund keeps the points, so that buying and returning makes as many as one likes', async () => {
    const id = await shop.customer();
    for (let n = 0; n < 3; n += 1) await refund(await shop.order(id, '300'), '300');
    expect(await balance(id)).toBe(0);
    expect(await faultsOf(shop)).toEqual([]);
  });

  test('a refund takes the points twice', async () => {
    const id = await shop.customer();
    const order = await shop.order(id, '300');
    await refund(order, '100');
    for (let n = 0; n < 3; n += 1) await shop.in((ctx) => reviewCustomers(ctx, [id]));
    expect(await balance(id)).toBe(200);
    await refund(order, '200');
    expect(await balance(id)).toBe(0);
  });

  test('an expiry date does nothing', async () => {
    const dated = await loyaltyShop(house, { ...PLAIN, expiry: { kind: 'months', months: 1 } });
    const id = await dated.customer();
    await dated.in((ctx) => earnPoints(ctx, { customerId: id, points: 70, quantity: 1 }));
    const last = (await dated.account(id)).lots[0]?.expiresOn as string;
    await dated.on(addDays(last, 1), (ctx) => reviewCustomers(ctx, [id]));
    expect(await dated.account(id)).toMatchObject({ balance: 0, lots: [] });
    expect(await faultsOf(dated)).toEqual([]);
  });

  test('after a return the tier is wrong for years', async () => {
    const id = await shop.customer();
    const order = await shop.order(id, '5000');
    expect((await shop.account(id)).tier?.key).toBe('gold');
    await refund(order, '4500');
    for (const days of [0, 200, 400, 800]) {
      const then = await shop.on(addDays(shop.today, days), (ctx) => readAccount(ctx, { customerId: id }));
      expect([days, then.tier?.key]).toEqual([days, 'member']);
    }
  });

  test('points redeemed on another kind of document are never deducted', async () => {
    const id = await shop.customer();
    await earn(id, 500);
    await redeem(id, 100);
    expect(await balance(id)).toBe(400);
    const { orderId } = await shop.in((ctx) => sell(ctx, sale(id, 100)));
    expect(await balance(id)).toBe(400 - 100 + 99);
    await shop.in((ctx) => refundSale(ctx, { id: orderId, reason: '退' }));
    expect(await balance(id)).toBe(400);
    expect(await faultsOf(shop)).toEqual([]);
  });

  test('the cashier cannot choose how many points are used', async () => {
    const id = await shop.customer();
    await earn(id, 500);
    const paid = await redeem(id, 70);
    expect(paid).toMatchObject({ balance: 430, worth: { amount: '0.70', currency: 'CNY' }, entry: { points: -70 } });
    expect(await shop.in((ctx) => sell(ctx, sale(id, 130)))).toMatchObject({
      points: 130,
      pointsOff: { amount: '1.30' },
    });
  });

  test('lots expire in the wrong order', async () => {
    const dated = await loyaltyShop(house, { ...PLAIN, expiry: { kind: 'months', months: 2 } });
    const id = await dated.customer();
    const give = (day: string) => dated.on(day, (ctx) => earnPoints(ctx, { customerId: id, points: 100, quantity: 1 }));
    await give(dated.today);
    await give(addDays(dated.today, -25));
    await dated.in((ctx) => redeemPoints(ctx, { customerId: id, points: 120 }));
    const { lots } = await dated.account(id);
    expect(lots.map(({ remaining }) => remaining)).toEqual([80]);
    expect((lots[0]?.expiresOn ?? '') > addDays(dated.today, 40)).toBe(true);
  });

  test('0.1 + 0.2 is not 0.3', async () => {
    const id = await shop.customer();
    const line = (unitPrice: string) => ({ name: '茶', quantity: '1', unitPrice });
    await shop.order(id, '', { lines: [line('0.10'), line('0.20'), line('0.70')] });
    expect(await balance(id)).toBe(1);
  });

  test('beyond 2^53 points are counted wrong', async () => {
    const id = await shop.customer();
    await earn(id, Number.MAX_SAFE_INTEGER);
    expect(await codeOf(earn(id, 1))).toBe('POINTS_TOO_MANY');
    expect(await balance(id)).toBe(Number.MAX_SAFE_INTEGER);
    await redeem(id, 1);
    expect(await balance(id)).toBe(Number.MAX_SAFE_INTEGER - 1);
  });

  test('negative amounts turn taking into giving', async () => {
    const id = await shop.customer();
    await earn(id, 10);
    for (const call of [ledgerContract.earn, ledgerContract.redeem, ledgerContract.transfer]) {
      const { inputSchema } = call['~orpc'];
      const takes = async (points: unknown) => {
        const checked = await inputSchema?.['~standard'].validate({ customerId: id, toCustomerId: id, points });
        return checked?.issues?.some(({ path }) => path?.includes('points')) !== true;
      };
      expect(await Promise.all([-1, 0, 0.5, '5', Number.NaN].map(takes))).toEqual([false, false, false, false, false]);
      expect(await takes(5)).toBe(true);
    }
    expect(await codeOf(redeem(id, 11))).toBe('POINTS_TOO_FEW');
    await shop.order(id, '-50').catch(() => undefined);
    expect(await balance(id)).toBe(10);
  });

  test('of fifty tills that redeem the last hundred points at once more than ten succeed', async () => {
    const id = await shop.customer();
    await earn(id, 100);
    const answers = await Promise.all(Array.from({ length: 50 }, () => codeOf(redeem(id, 10))));
    expect(answers.filter((one) => one === 'done')).toHaveLength(10);
    expect(new Set(answers)).toEqual(new Set(['done', 'POINTS_TOO_FEW']));
    expect(await balance(id)).toBe(0);
    expect(await faultsOf(shop)).toEqual([]);
  });

  test('the same coupon, fifty times at once, is taken twice', async () => {
    const id = await shop.customer();
    const terms = couponTerms.parse({ kind: 'amount', amount: '10' });
    const limits = { fromDay: null, untilDay: null, totalLimit: null, personLimit: 1 };
    await shop.in((ctx) => createCoupon(ctx, { name: '一次', code: 'ONLYONCE', terms, ...limits }));
    const use = () =>
      codeOf(shop.in((ctx) => useCoupons(ctx, { customerId: id, codes: ['ONLYONCE'], basket: sale(id, 0).basket })));
    const answers = await Promise.all(Array.from({ length: 50 }, use));
    expect(answers.filter((one) => one === 'done')).toHaveLength(1);
    expect(await faultsOf(shop)).toEqual([]);
  });

  test('points spent before the refund are a present', async () => {
    const id = await shop.customer();
    const order = await shop.order(id, '100');
    const { entry } = await redeem(id, 90);
    await refund(order, '100');
    expect(await shop.account(id)).toMatchObject({ balance: -90, debt: 90, lots: [] });
    await shop.order(id, '120');
    expect(await shop.account(id)).toMatchObject({ balance: 30, debt: 0, lots: [{ remaining: 30 }] });
    await shop.in((ctx) => reverseEntry(ctx, { entryId: entry.id }));
    expect(await balance(id)).toBe(120);
    expect(await faultsOf(shop)).toEqual([]);
  });

  test.each([
    ['that is an hour short', '2027-03-28', '2027-03-28T21:59:59Z', '2027-03-28T22:00:00Z'],
    ['that is an hour long', '2027-10-31', '2027-10-31T22:59:59Z', '2027-10-31T23:00:00Z'],
  ])('points are lost an hour early, or kept an hour late, on a day %s', async (_what, date, before, after) => {
    const berlin = await loyaltyShop(house, { ...PLAIN, expiry: { kind: 'date', date } }, { zone: 'Europe/Berlin' });
    const id = await berlin.customer();
    await berlin.in((ctx) => earnPoints(ctx, { customerId: id, points: 10, quantity: 1 }));
    const at = (instant: string) =>
      codeOf(
        berlin.in((ctx) => {
          const now = new Date(instant);
          return redeemPoints({ ...ctx, now, today: dayIn('Europe/Berlin', now) }, { customerId: id, points: 1 });
        }),
      );
    expect([await at(before), await at(after)]).toEqual(['done', 'POINTS_TOO_FEW']);
  });
});
