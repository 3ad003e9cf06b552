import { describe, expect, test } from 'vitest';
import { addDays } from '../../../maths/calendar.ts';
import { newId } from '../../../kernel/ids.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { changeOrder } from '../../orders/orders.ts';
import { refundOrder } from '../../orders/refunds.ts';
import { reviewCustomers } from '../review.ts';
import { clerk, codeOf, faultsOf, loyaltyShop, manager, PLAIN } from '../testing/shop.ts';
import { listEntries } from './account.ts';
import { adjustPoints, decideRequest, listRequests } from './adjust.ts';
import { earnPoints, redeemPoints } from './points.ts';
import { reverseEntry } from './reverse.ts';
import { transferPoints } from './transfer.ts';

const house = await testHouse();
const shop = await loyaltyShop(house);
const earn = (customerId: string, points: number) =>
  shop.in((ctx) => earnPoints(ctx, { customerId, points, quantity: 1 }));
const redeem = (customerId: string, points: number) => shop.in((ctx) => redeemPoints(ctx, { customerId, points }));
const refund = async (id: string, amount: string) => {
  await shop.in((ctx) => refundOrder(ctx, { id, amount }));
  await shop.settle();
};
const balance = async (customerId: string) => (await shop.account(customerId)).balance;

describe('an order', () => {
  test('earns points for what was paid, however it was recorded, and once', async () => {
    const id = await shop.customer();
    await shop.order(id, '128.90');
    expect(await balance(id)).toBe(128);
    await shop.in((ctx) => reviewCustomers(ctx, [id]));
    expect(await balance(id)).toBe(128);
  });

  test('before the programme began earns nothing', async () => {
    const id = await shop.customer();
    await shop.order(id, '500', { placedAt: `${addDays(shop.today, -40)}T04:00:00Z` });
    expect(await balance(id)).toBe(0);
  });

  test('three refunds of odd parts take back exactly what was given, in any order', async () => {
    const parts = ['0.33', '33.34', '66.33'];
    for (const order of [parts, parts.toReversed()]) {
      const id = await shop.customer();
      const made = await shop.order(id, '100');
      for (const part of order) await refund(made, part);
      expect(await balance(id)).toBe(0);
    }
  });

  test('that is cancelled, or turns out to be somebody else’s, takes its points along', async () => {
    const [one, other] = [await shop.customer(), await shop.customer('周先生')];
    const made = await shop.order(one, '80');
    await shop.in((ctx) => changeOrder(ctx, { id: made, customerId: other }));
    await shop.settle();
    expect([await balance(one), await balance(other)]).toEqual([0, 80]);
    await shop.in((ctx) => changeOrder(ctx, { id: made, state: 'cancelled' }));
    await shop.settle();
    expect(await balance(other)).toBe(0);
    expect(await faultsOf(shop)).toEqual([]);
  });
});

describe('points', () => {
  test('one key has one effect, and another body is refused', async () => {
    const id = await shop.customer();
    const sendOnce = (points: number) =>
      shop.in((ctx) => earnPoints(ctx, { customerId: id, points, quantity: 1, idempotencyKey: `till-${id}` }));
    const first = await sendOnce(20);
    expect(await sendOnce(20)).toEqual(first);
    expect(await codeOf(sendOnce(30))).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await balance(id)).toBe(20);
  });
});

describe('a reversal', () => {
  test('gives back what was spent, in parts, and at most the original', async () => {
    const id = await shop.customer();
    await earn(id, 100);
    const { entry } = await redeem(id, 60);
    const back = (points?: number) => shop.in((ctx) => reverseEntry(ctx, { entryId: entry.id, points }));
    expect((await back(20)).balance).toBe(60);
    expect(await codeOf(back(50))).toBe('POINTS_TOO_MANY');
    expect((await back()).balance).toBe(100);
    expect(await codeOf(back())).toBe('ENTRY_REVERSED_ALREADY');
    expect(await faultsOf(shop)).toEqual([]);
  });

  test('eight at once give it back once', async () => {
    const id = await shop.customer();
    await earn(id, 100);
    const { entry } = await redeem(id, 100);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => codeOf(shop.in((ctx) => reverseEntry(ctx, { entryId: entry.id })))),
    );
    expect(answers.filter((one) => one === 'done')).toHaveLength(1);
    expect(await balance(id)).toBe(100);
  });

  test('names no entry of an order, none that does not exist, and without one the newest', async () => {
    const id = await shop.customer();
    await shop.order(id, '100');
    const { items } = await shop.in((ctx) => listEntries(ctx, { customerId: id, limit: 10 }));
    const reverse = (entryId: string | undefined) => shop.in((ctx) => reverseEntry(ctx, { entryId, customerId: id }));
    expect(await codeOf(reverse(items[0]?.id))).toBe('ENTRY_NOT_REVERSIBLE');
    expect(await codeOf(reverse(id))).toBe('ENTRY_NOT_FOUND');
    await redeem(id, 40);
    expect((await reverse(undefined)).balance).toBe(100);
  });
});

describe('points with a last day', () => {
  test('expire once, after that day and not before; spent first are those that expire first', async () => {
    const dated = await loyaltyShop(house, { ...PLAIN, expiry: { kind: 'months', months: 1 } });
    const id = await dated.customer();
    const give = (day: string, points: number) =>
      dated.on(day, (ctx) => earnPoints(ctx, { customerId: id, points, quantity: 1 }));
    await give(addDays(dated.today, -20), 100);
    await give(dated.today, 50);
    await dated.in((ctx) => redeemPoints(ctx, { customerId: id, points: 30 }));
    const [first, second] = (await dated.account(id)).lots;
    expect([first?.remaining, second?.remaining]).toEqual([70, 50]);
    const lastDay = first?.expiresOn as string;
    await dated.on(lastDay, (ctx) => reviewCustomers(ctx, [id]));
    expect((await dated.account(id)).balance).toBe(120);
    for (let n = 0; n < 2; n += 1) await dated.on(addDays(lastDay, 1), (ctx) => reviewCustomers(ctx, [id]));
    expect((await dated.account(id)).balance).toBe(50);
    expect(await faultsOf(dated)).toEqual([]);
  });

  test('cannot be spent after it, even where the night has not come yet', async () => {
    const dated = await loyaltyShop(house, { ...PLAIN, expiry: { kind: 'months', months: 1 } });
    const id = await dated.customer();
    await dated.in((ctx) => earnPoints(ctx, { customerId: id, points: 100, quantity: 1 }));
    const late = addDays((await dated.account(id)).lots[0]?.expiresOn as string, 1);
    expect(await codeOf(dated.on(late, (ctx) => redeemPoints(ctx, { customerId: id, points: 1 })))).toBe(
      'POINTS_TOO_FEW',
    );
  });

  test('that expired while they were spent come back with a month to use them', async () => {
    const dated = await loyaltyShop(house, { ...PLAIN, expiry: { kind: 'months', months: 1 } });
    const id = await dated.customer();
    const { entry } = await dated.in(async (ctx) => {
      await earnPoints(ctx, { customerId: id, points: 100, quantity: 1 });
      return redeemPoints(ctx, { customerId: id, points: 100 });
    });
    const late = addDays(dated.today, 60);
    await dated.on(late, (ctx) => reverseEntry(ctx, { entryId: entry.id }));
    expect((await dated.account(id)).lots).toEqual([{ remaining: 100, expiresOn: addDays(late, 30) }]);
    expect(await faultsOf(dated)).toEqual([]);
  });
});

describe('points that wait for the end of the return period', () => {
  test('are pending until that day; a refund in between costs nobody anything', async () => {
    const waiting = await loyaltyShop(house, { ...PLAIN, pendingDays: 7 });
    const id = await waiting.customer();
    const order = await waiting.order(id, '100');
    await waiting.order(id, '40');
    const ripe = addDays(waiting.today, 7);
    expect(await waiting.account(id)).toMatchObject({ balance: 0, pending: 140, pendingUntil: ripe });
    await waiting.in((ctx) => refundOrder(ctx, { id: order, amount: '100' }));
    await waiting.settle();
    expect(await waiting.account(id)).toMatchObject({ balance: 0, pending: 40 });
    await waiting.on(ripe, (ctx) => reviewCustomers(ctx, [id]));
    expect(await waiting.account(id)).toMatchObject({ balance: 40, pending: 0 });
    expect(await faultsOf(waiting)).toEqual([]);
  });
});

describe('limits', () => {
  const limited = { ...PLAIN, limits: { alone: 100, colleaguePerDay: 150 } };

  test('a clerk gives so much at once and so much a day, and corrects nothing', async () => {
    const strict = await loyaltyShop(house, limited);
    const id = await strict.customer();
    const li = clerk();
    const give = (points: number) => strict.in((ctx) => earnPoints(ctx, { customerId: id, points, quantity: 1 }), li);
    expect(await codeOf(give(101))).toBe('POINTS_BEYOND_ALONE');
    await give(100);
    expect(await codeOf(give(60))).toBe('POINTS_LIMIT_OF_DAY');
    await give(50);
    const correct = strict.in((ctx) => adjustPoints(ctx, { customerId: id, points: 1, reason: '漏了' }), li);
    expect(await codeOf(correct)).toBe('NOT_ALLOWED');
  });

  test('a large correction waits for a second pair of eyes', async () => {
    const strict = await loyaltyShop(house, limited);
    const id = await strict.customer();
    const [lin, zhou] = [manager({ name: '林' }), manager({ name: '周' })];
    const asked = await strict.in((ctx) => adjustPoints(ctx, { customerId: id, points: 500, reason: '补偿' }), lin);
    expect(asked).toMatchObject({ entry: null, balance: 0, requestId: expect.any(String) });
    const request = asked.requestId as string;
    const decide = (who: typeof lin) => strict.in((ctx) => decideRequest(ctx, { id: request, agree: true }), who);
    expect((await strict.in((ctx) => listRequests(ctx, { limit: 10 }), lin)).items).toMatchObject([
      { points: 500, own: true },
    ]);
    expect(await codeOf(decide(lin))).toBe('POINT_REQUEST_OWN');
    expect(await decide(zhou)).toMatchObject({ entry: { points: 500, kind: 'adjust' } });
    expect(await codeOf(decide(zhou))).toBe('POINT_REQUEST_DECIDED');
    expect((await strict.account(id)).balance).toBe(500);
  });

  test('a program agrees to nothing: what one key asks for, another would have to look at', async () => {
    const strict = await loyaltyShop(house, limited);
    const id = await strict.customer();
    const key = { ...manager(), kind: 'key' as const, userId: null, memberId: null, keyId: newId() };
    const ask = () => strict.in((ctx) => adjustPoints(ctx, { customerId: id, points: 500, reason: '补偿' }), key);
    const request = (await ask()).requestId as string;
    const decide = (agree: boolean) => codeOf(strict.in((ctx) => decideRequest(ctx, { id: request, agree }), key));
    expect(await decide(true)).toBe('POINT_REQUEST_OWN');
    expect(await decide(false)).toBe('done');
  });

  test('a correction is taken back by who may correct, not by a clerk', async () => {
    const id = await shop.customer();
    await shop.in((ctx) => adjustPoints(ctx, { customerId: id, points: 80, reason: '漏了' }));
    const back = (actor?: ReturnType<typeof clerk>) =>
      codeOf(shop.in((ctx) => reverseEntry(ctx, { customerId: id }), actor));
    expect(await back(clerk())).toBe('NOT_ALLOWED');
    expect(await back(manager())).toBe('done');
    expect(await balance(id)).toBe(0);
  });
});

describe('a transfer', () => {
  test('goes to the same family, with the last days of the points, and nobody else', async () => {
    const [mother, son, stranger] = [
      await shop.customer('妈妈'),
      await shop.customer('儿子'),
      await shop.customer('路人'),
    ];
    await shop.in(({ db }) =>
      db
        .insertInto('customer_people')
        .values({
          workspace_id: shop.shop.id,
          id: mother,
          customer_id: mother,
          other_customer_id: son,
          role: 'child',
          by_name: '林',
          at: new Date(),
        })
        .execute(),
    );
    await earn(mother, 100);
    const send = (toCustomerId: string, points: number) =>
      shop.in((ctx) => transferPoints(ctx, { customerId: mother, toCustomerId, points }));
    expect(await codeOf(send(stranger, 10))).toBe('TRANSFER_NOT_IN_FAMILY');
    expect(await codeOf(send(mother, 10))).toBe('TRANSFER_TO_ONESELF');
    await send(son, 60);
    expect([await balance(mother), await balance(son)]).toEqual([40, 60]);
    const both = [
      send(son, 10),
      shop.in((ctx) => transferPoints(ctx, { customerId: son, toCustomerId: mother, points: 10 })),
    ];
    await Promise.all(both);
    expect([await balance(mother), await balance(son)]).toEqual([40, 60]);
    expect(await faultsOf(shop)).toEqual([]);
  });
});
