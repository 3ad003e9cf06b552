import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { testHouse } from '../kernel/testing/house.ts';
import { installReactions } from '../kernel/outbox.ts';
import { mergeCustomers } from '../modules/customers/duplicates/merge.ts';
import { eraseCustomer } from '../modules/customers/privacy/erasure/erase.ts';
import { earnPoints, redeemPoints } from '../modules/loyalty/ledger/points.ts';
import { replayOrders } from '../modules/loyalty/report/what-if.ts';
import { readSummary } from '../modules/loyalty/report/summary.ts';
import { programmeRules } from '../modules/loyalty/programme/contract.ts';
import { publishDraft, writeDraft } from '../modules/loyalty/programme/programme.ts';
import { codeOf, faultsOf, loyaltyShop, PLAIN, type LoyaltyShop } from '../modules/loyalty/testing/shop.ts';
import { undoChangeSet } from '../modules/transfer/index.ts';
import { addDays } from '../maths/calendar.ts';
import { reactions } from './modules.ts';

const house = await testHouse();
let shop: LoyaltyShop;
beforeAll(async () => {
  shop = await loyaltyShop(house);
  installReactions(reactions);
});

const earn = (customerId: string, points: number) =>
  shop.in((ctx) => earnPoints(ctx, { customerId, points, quantity: 1 }));
const redeem = (customerId: string, points: number) => shop.in((ctx) => redeemPoints(ctx, { customerId, points }));
const merge = (keep: string, other: string) =>
  shop.in((ctx) => mergeCustomers(ctx, { keep, merge: [other], fields: {} })).then(({ changeSet }) => changeSet);
const balance = async (id: string) => (await shop.account(id)).balance;

async function total(): Promise<number> {
  const { rows } = await shop.in((ctx) =>
    sql<{
      sum: bigint;
    }>`select coalesce(sum(balance), 0)::int8 as sum from loyalty_accounts where workspace_id = ${shop.shop.id}`.execute(
      ctx.db,
    ),
  );
  return Number(rows[0]?.sum);
}

describe('cards that are merged', () => {
  test('add up, spend together, and parted again keep the sum, whatever happened in between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(200), fc.nat(200), fc.nat(400), async (a, b, spent) => {
        const [keep, other] = [await shop.customer('林小姐'), await shop.customer('林小姐')];
        await earn(keep, a + 1);
        await earn(other, b + 1);
        const before = await total();
        const changeSet = await merge(keep, other);
        await shop.settle();
        expect(await balance(keep)).toBe(a + b + 2);
        expect(await balance(other)).toBe(a + b + 2);
        expect(await total()).toBe(before);
        const paid = Math.min(spent, a + b + 2);
        if (paid > 0) await redeem(other, paid);
        await shop.in((ctx) => undoChangeSet(ctx, { id: changeSet }));
        await shop.settle();
        expect((await balance(keep)) + (await balance(other))).toBe(a + b + 2 - paid);
        expect(await faultsOf(shop)).toEqual([]);
      }),
      { numRuns: 5 },
    );
  });

  test('bring their orders’ points and debts along', async () => {
    const [keep, other] = [await shop.customer('周先生'), await shop.customer('周先生')];
    await shop.order(keep, '1200');
    await shop.order(other, '300');
    await merge(keep, other);
    await shop.settle();
    // 1,500 for the orders, and 50 that greeted silver.
    expect(await balance(keep)).toBe(1550);
    expect(await faultsOf(shop)).toEqual([]);
  });
});

describe('somebody who is erased', () => {
  test('leaves the sums as they are, and no words', async () => {
    const id = await shop.customer('秦女士');
    await shop.in((ctx) => earnPoints(ctx, { customerId: id, points: 70, quantity: 1, reason: '秦女士的生日' }));
    const before = await total();
    await shop.in((ctx) => eraseCustomer(ctx, { id, reason: '本人要求' }));
    await shop.settle();
    expect(await total()).toBe(before);
    const { rows } = await shop.in((ctx) =>
      sql<{
        reason: string | null;
      }>`select reason from loyalty_entries where workspace_id = ${shop.shop.id} and customer_id = ${id}`.execute(
        ctx.db,
      ),
    );
    expect(rows).toEqual([{ reason: null }]);
    expect(await faultsOf(shop)).toEqual([]);
  });
});

describe('a tier', () => {
  test('is reached at once, with the gifts of the levels passed, once; a return takes the tier back', async () => {
    const id = await shop.customer();
    await shop.order(id, '3500');
    expect(await shop.account(id)).toMatchObject({ tier: { key: 'gold' }, balance: 3750 });
    await shop.order(id, '100');
    expect(await balance(id)).toBe(3750 + 150);
    const back = await shop.order(id, '-50');
    expect(back).toBeTruthy();
    expect(await faultsOf(shop)).toEqual([]);
  });

  test('of those who bought before the programme is theirs without a gift', async () => {
    const id = await shop.customer();
    await shop.order(id, '2000', { placedAt: `${addDays(shop.today, -31)}T04:00:00Z` });
    expect(await shop.account(id)).toMatchObject({ tier: { key: 'silver' }, balance: 0 });
  });
});

describe('another version of the programme', () => {
  test('earns from its day on; what was given keeps its terms, and a draft changes nothing', async () => {
    const other = await loyaltyShop(house);
    installReactions(reactions);
    const id = await other.customer();
    await other.order(id, '100', { placedAt: `${addDays(other.today, -1)}T04:00:00Z` });
    const rules = programmeRules.parse({ ...PLAIN, earn: { points: 5, per: '1' } });
    const { version } = await other.in((ctx) => writeDraft(ctx, { rules }));
    const early = other.in((ctx) => publishDraft(ctx, { version, fromDay: addDays(other.today, -2) }));
    expect(await codeOf(early)).toBe('PROGRAMME_START_TOO_EARLY');
    await other.in((ctx) => publishDraft(ctx, { version }));
    await other.settle();
    expect((await other.account(id)).balance).toBe(100);
    await other.order(id, '10');
    expect((await other.account(id)).balance).toBe(150);
  });
});

describe('what if', () => {
  test('gives in the replay what the programme gave in life, and writes nothing', async () => {
    const other = await loyaltyShop(house);
    installReactions(reactions);
    const [a, b] = [await other.customer('甲'), await other.customer('乙')];
    for (const [id, amount] of [
      [a, '3500'],
      [a, '200'],
      [b, '80'],
    ] as const)
      await other.order(id, amount);
    const rules = programmeRules.parse(PLAIN);
    const told = await other.in((ctx) => replayOrders(ctx, { rules, months: 1, redemption: 50, margin: 40 }));
    const summary = await other.in((ctx) => readSummary(ctx));
    expect(told.points + told.gifts).toBe(summary.points);
    expect(told).toMatchObject({
      orders: 3,
      complete: true,
      customers: 2,
      sales: { amount: '3780.00' },
      gifts: 250,
      tiers: [{ customers: 1 }, { customers: 0 }, { customers: 1 }],
    });
    expect(await faultsOf(other)).toEqual([]);
  });
});
