import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { testHouse } from '../../../kernel/testing/house.ts';
import { mergeCustomers } from '../../customers/duplicates/merge.ts';
import { refundOrder } from '../../orders/index.ts';
import { couponTerms } from '../coupons/contract.ts';
import { createCoupon } from '../coupons/coupons.ts';
import { cancelClaim, listClaims } from '../gifts/claims.ts';
import { changeGift, createGift, listGifts } from '../gifts/gifts.ts';
import { listEntries } from '../ledger/account.ts';
import { earnPoints, redeemPoints } from '../ledger/points.ts';
import { reverseEntry } from '../ledger/reverse.ts';
import { readSummary } from '../report/summary.ts';
import { codeOf, faultsOf, loyaltyShop } from '../testing/shop.ts';
import { readValueAccount } from '../value/account.ts';
import { drawRules, type GivenDrawRules } from './contract.ts';
import { drawOnce } from './draw.ts';
import { changeDraw, createDraw, dropDraw, endDraw, listDraws, publishDraw } from './draws.ts';
import { placeAt } from './rules/lot.ts';
import { drawnNumber, hashOf } from './seed.ts';
import { drawsOfCustomer, giveTries } from './standing.ts';
import { listTries } from './tries.ts';

const house = await testHouse();
const shop = await loyaltyShop(house);
const gift = (stock: number | null) =>
  shop.in((ctx) => createGift(ctx, { name: '盖碗', points: 300, stock, personLimit: null }));
const coupon = () =>
  shop.in((ctx) =>
    createCoupon(ctx, {
      name: '新茶券',
      terms: couponTerms.parse({ kind: 'amount', amount: '30' }),
      code: null,
      fromDay: null,
      untilDay: null,
      totalLimit: null,
      personLimit: null,
    }),
  );

const POINTS = { name: '十积分', odds: 10_000, give: { kind: 'points', points: 10 } } as const;

function rulesOf(given: Partial<GivenDrawRules> = {}) {
  const days = { fromDay: shop.today, untilDay: shop.today };
  return drawRules.parse({ name: '新茶抽奖', points: 100, ...days, prizes: [POINTS], ...given });
}
async function opened(given: Partial<GivenDrawRules> = {}) {
  const { id, version } = await shop.in((ctx) => createDraw(ctx, rulesOf(given)));
  return shop.in((ctx) => publishDraw(ctx, { id, version }));
}
async function member(points: number): Promise<string> {
  const id = await shop.customer();
  if (points > 0) await shop.in((ctx) => earnPoints(ctx, { customerId: id, points, quantity: 1 }));
  return id;
}
const draw = (id: string, customerId: string, idempotencyKey?: string) =>
  shop.in((ctx) => drawOnce(ctx, { id, customerId, idempotencyKey }));
const balance = async (id: string) => (await shop.account(id)).balance;
const standing = async (id: string, customerId: string) =>
  (await shop.in((ctx) => drawsOfCustomer(ctx, { customerId }))).items.find(({ draw: one }) => one.id === id);
const view = async (id: string) => (await shop.in(listDraws)).items.find((one) => one.id === id);

describe('a lucky draw', () => {
  test('is drafted, changed, and stays as it was told once it is published', async () => {
    const { id, version } = await shop.in((ctx) => createDraw(ctx, rulesOf()));
    expect(await codeOf(draw(id, await member(100)))).toBe('DRAW_NOT_FOUND');
    const rules = rulesOf({ prizes: [{ ...POINTS, odds: 250 }] });
    const changed = await shop.in((ctx) => changeDraw(ctx, { id, version, rules }));
    expect(changed).toMatchObject({ state: 'draft', nothing: 9750, seedHash: null, version: 2 });
    expect(await codeOf(shop.in((ctx) => publishDraw(ctx, { id, version })))).toBe('STALE');
    await shop.in((ctx) => publishDraw(ctx, { id, version: 2 }));
    expect(await codeOf(shop.in((ctx) => changeDraw(ctx, { id, rules })))).toBe('DRAW_PUBLISHED');
    expect(await codeOf(shop.in((ctx) => dropDraw(ctx, { id })))).toBe('DRAW_PUBLISHED');
  });

  test.each<[string, Partial<GivenDrawRules>, string]>([
    ['odds beyond everything', { prizes: [POINTS, { ...POINTS, odds: 1 }] }, 'DRAW_ODDS_TOO_HIGH'],
    [
      'a gift that is not there',
      { prizes: [{ ...POINTS, give: { kind: 'gift', giftId: crypto.randomUUID() } }] },
      'DRAW_PRIZE_UNFIT',
    ],
    ['money of no worth', { prizes: [{ ...POINTS, give: { kind: 'value', amount: '0' } }] }, 'DRAW_PRIZE_UNFIT'],
    ['a stand-in that runs out itself', { prizes: [{ ...POINTS, stock: 5 }], fallback: 1 }, 'DRAW_FALLBACK_UNFIT'],
    ['a stand-in that is none of its prizes', { fallback: 3 }, 'DRAW_FALLBACK_UNFIT'],
    ['an end before its beginning', { untilDay: '2020-01-01' }, 'DRAW_DAYS_UNFIT'],
    ['orders of nothing', { orderFrom: '0' }, 'DRAW_ORDER_UNFIT'],
  ])('is refused with %s', async (_what, given, code) => {
    expect(await codeOf(shop.in((ctx) => createDraw(ctx, rulesOf(given))))).toBe(code);
  });

  test('takes the points of a try and gives what the number says, and neither is taken back by hand', async () => {
    const [{ id }, who] = [await opened(), await member(150)];
    expect(await draw(id, who)).toMatchObject({
      no: 1,
      prize: { place: 1, what: '10 points' },
      points: 100,
      missed: null,
    });
    expect(await balance(who)).toBe(60);
    const { items } = await shop.in((ctx) => listEntries(ctx, { customerId: who, limit: 2 }));
    expect(items.map(({ text, reason, reversible }) => [text, reason, reversible])).toEqual([
      ['Prize of a draw', '新茶抽奖', 0],
      ['A try at a draw', '新茶抽奖', 0],
    ]);
    const entryId = items[1]?.id as string;
    expect(await codeOf(shop.in((ctx) => reverseEntry(ctx, { entryId })))).toBe('ENTRY_NOT_REVERSIBLE');
    expect(await codeOf(draw(id, who))).toBe('DRAW_POINTS_TOO_FEW');
  });

  test('gives gifts, coupons and stored value; a gift waits to be picked up and goes back without points', async () => {
    const [{ id: giftId }, { id: couponId }] = [await gift(1), await coupon()];
    const give = [
      { kind: 'gift', giftId },
      { kind: 'coupon', couponId },
      { kind: 'value', amount: '8.80' },
    ] as const;
    const who = await member(300);
    const won = [];
    for (const one of give) {
      const { id } = await opened({ prizes: [{ name: '大奖', odds: 10_000, give: one }] });
      won.push(await draw(id, who));
    }
    expect(won.map(({ prize }) => prize?.what)).toEqual(['盖碗', '新茶券 · ¥30 off', '¥8.80 of stored value']);
    expect(won[1]?.code).toMatch(/^[2-9A-Y]{4}-[2-9A-Y]{4}$/);
    expect((await shop.in((ctx) => readValueAccount(ctx, { customerId: who }))).bonus.amount).toBe('8.80');
    const { items } = await shop.in((ctx) => listClaims(ctx, { customerId: who, limit: 5 }));
    expect(items).toMatchObject([{ state: 'waiting', points: 0, gift: { name: '盖碗' } }]);
    await shop.in((ctx) => cancelClaim(ctx, { id: items[0]?.id as string }));
    expect(await balance(who)).toBe(0);
    const gifts = await shop.in((ctx) => listGifts(ctx, { limit: 50 }));
    expect(gifts.items.find((one) => one.id === giftId)).toMatchObject({ stock: 1, waiting: 0 });
  });

  test('gives the stated prize where the one that was drawn has run out, or nothing where none is stated', async () => {
    const { id: giftId, version } = await gift(5);
    const prizes = [
      { name: '盖碗', odds: 9_999, stock: 1, give: { kind: 'gift', giftId } } as const,
      { ...POINTS, odds: 1 },
    ];
    const [stated, none] = [await opened({ prizes, fallback: 2 }), await opened({ prizes })];
    const who = await member(1000);
    const drawn = async (id: string) => {
      const { prize, missed } = await draw(id, who);
      return [prize?.place ?? null, missed];
    };
    expect(await drawn(stated.id)).toEqual([1, null]);
    expect(await drawn(stated.id)).toEqual([2, '盖碗']);
    await shop.in((ctx) => changeGift(ctx, { id: giftId, version, ended: true }));
    expect(await drawn(none.id)).toEqual([null, '盖碗']);
    expect(await view(none.id)).toMatchObject({ tries: 1, won: 0 });
  });

  test('keeps to the limits of each customer, a day and in all, also for tries that were given', async () => {
    const { id } = await opened({ dayLimit: 1, personLimit: 2, untilDay: '2099-01-01' });
    const who = await member(500);
    await draw(id, who);
    expect((await standing(id, who))?.why).toBe('At most 1 a day. Come back tomorrow.');
    await shop.in((ctx) => giveTries(ctx, { id, customerId: who, tries: 5 }));
    expect(await codeOf(draw(id, who))).toBe('DRAW_LIMIT_OF_DAY');
    await shop.on('2098-01-01', (ctx) => drawOnce(ctx, { id, customerId: who }));
    expect(await codeOf(shop.on('2098-01-02', (ctx) => drawOnce(ctx, { id, customerId: who })))).toBe(
      'DRAW_LIMIT_REACHED',
    );
  });

  test('brings a try with an order that is large enough, as long as it is not returned', async () => {
    const { id } = await opened({ points: 0, orderFrom: '200' });
    const who = await member(0);
    await shop.order(who, '199.99');
    expect(await codeOf(draw(id, who))).toBe('DRAW_NO_TRY');
    const order = await shop.order(who, '200');
    const [kept, other] = [await standing(id, who), await member(0)];
    expect(kept).toMatchObject({ free: 1, why: null });
    expect(await draw(id, who)).toMatchObject({ points: 0, prize: { place: 1 } });
    await shop.in((ctx) => refundOrder(ctx, { id: order, amount: '0.01', reason: '退差价' }));
    await shop.order(who, '300');
    // The refunded order has taken its try back with it; the next one pays for it.
    expect(await standing(id, who)).toMatchObject({ free: 0 });
    // After a merge both cards count as one.
    await shop.order(other, '500');
    await shop.in((ctx) => mergeCustomers(ctx, { keep: who, merge: [other], fields: {} }));
    await shop.settle();
    expect(await standing(id, who)).toMatchObject({ free: 1, tries: [{ no: 1 }] });
  });
});

describe('fifty who draw at the same time', () => {
  test('win what is there and no more, each by a number of their own, and no key draws twice', async () => {
    const { id: giftId } = await gift(3);
    const prizes = [
      { name: '盖碗', odds: 5_000, stock: 2, give: { kind: 'gift', giftId } } as const,
      { ...POINTS, odds: 2_000, stock: 4 },
      { name: '一积分', odds: 1_000, give: { kind: 'points', points: 1 } } as const,
    ];
    const drawing = await opened({ prizes, fallback: 3 });
    const all: string[] = [];
    for (let n = 0; n < 25; n += 1) all.push(await member(100));
    const tries = [...all, ...all].map((who) =>
      draw(drawing.id, who, `key of ${who}`).then(
        (one) => one.id,
        (error) => error.code as string,
      ),
    );
    const answers = await Promise.all(tries);
    const made = new Set(answers.filter((one) => !one.startsWith('IDEMPOTENCY')));
    expect(made.size).toBe(25);
    const { items } = await shop.in((ctx) => listTries(ctx, { id: drawing.id, limit: 200 }));
    expect(items.map(({ no }) => no)).toEqual(Array.from({ length: 25 }, (_, n) => 25 - n));
    const after = await view(drawing.id);
    expect(after?.prizes[0]?.won).toBeLessThanOrEqual(2);
    expect(after?.prizes[1]?.won).toBeLessThanOrEqual(4);
    expect(after?.prizes.map(({ place, won }) => [place, won])).toEqual(
      [1, 2, 3].map((place) => [place, items.filter(({ prize }) => prize?.place === place).length]),
    );
    expect(await faultsOf(shop)).toEqual([]);
  });

  test('one customer with points for one try draws once', async () => {
    const [{ id }, who] = [await opened({ prizes: [{ ...POINTS, odds: 1 }] }), await member(100)];
    const answers = await Promise.all(Array.from({ length: 50 }, () => codeOf(draw(id, who))));
    expect(answers.filter((one) => one === 'done')).toHaveLength(1);
    expect(await balance(who)).toBeLessThanOrEqual(10);
  });
});

describe('the proof of a draw', () => {
  test('is a hash before and the seed after, from which every result is told again', async () => {
    const drawing = await opened({ prizes: [{ ...POINTS, odds: 5_000 }] });
    const who = await member(1000);
    for (let n = 0; n < 10; n += 1) await draw(drawing.id, who);
    expect((await view(drawing.id))?.seed).toBeNull();
    const { seed, seedHash } = await shop.in((ctx) => endDraw(ctx, { id: drawing.id }));
    expect([seedHash, hashOf(seed ?? '')]).toEqual([drawing.seedHash, drawing.seedHash]);
    const { items } = await shop.in((ctx) => listTries(ctx, { id: drawing.id, limit: 50 }));
    for (const { no, number, prize } of items) {
      expect([number, prize?.place ?? null]).toEqual([drawnNumber(seed ?? '', no), placeAt([5_000], number)]);
    }
    expect(await codeOf(draw(drawing.id, who))).toBe('DRAW_OVER');
    expect(await faultsOf(shop)).toEqual([]);
  });

  test('finds a prize that was counted up by hand', async () => {
    const { id } = await opened();
    await draw(id, await member(100));
    const count = (won: number) =>
      shop.in((ctx) =>
        sql`update loyalty_draw_prizes set won = ${won} where workspace_id = ${shop.shop.id} and draw_id = ${id}`.execute(
          ctx.db,
        ),
      );
    await count(2);
    expect(await faultsOf(shop)).toEqual([{ what: 'draw', id }]);
    await count(1);
  });
});

test('the report counts what prizes cost, not the points that paid for tries, nor those that came back', async () => {
  const own = await loyaltyShop(house);
  const rules = rulesOf({ prizes: [{ name: '储值', odds: 10_000, give: { kind: 'value', amount: '6' } }] });
  const { id, version } = await own.in((ctx) => createDraw(ctx, rules));
  await own.in((ctx) => publishDraw(ctx, { id, version }));
  const who = await own.customer();
  await own.in((ctx) => earnPoints(ctx, { customerId: who, points: 600, quantity: 1 }));
  await own.in((ctx) => drawOnce(ctx, { id, customerId: who }));
  const { entry } = await own.in((ctx) => redeemPoints(ctx, { customerId: who, points: 500 }));
  const now = async () => (await own.in(readSummary)).months.at(-1);
  expect(await now()).toMatchObject({ redeemed: 600, cost: { amount: '11.00' } });
  await own.in((ctx) => reverseEntry(ctx, { entryId: entry.id, points: 200 }));
  expect(await now()).toMatchObject({ redeemed: 600, corrected: 200, cost: { amount: '9.00' } });
  await own.in((ctx) => reverseEntry(ctx, { entryId: entry.id }));
  expect(await now()).toMatchObject({ redeemed: 600, corrected: 500, cost: { amount: '6.00' } });
});
