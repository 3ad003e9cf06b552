import { describe, expect, test } from 'vitest';
import { testHouse } from '../../../kernel/testing/house.ts';
import { addDays } from '../../../maths/calendar.ts';
import { listEntries, readAccount } from '../ledger/account.ts';
import { earnPoints } from '../ledger/points.ts';
import { reverseEntry } from '../ledger/reverse.ts';
import { codeOf, faultsOf, loyaltyShop } from '../testing/shop.ts';
import { reviewCustomers } from '../review.ts';
import { cancelClaim, claimGift, handOutGift, listClaims } from './claims.ts';
import { changeGift, createGift, listGifts } from './gifts.ts';

const house = await testHouse();
const shop = await loyaltyShop(house);

async function member(points: number): Promise<string> {
  const id = await shop.customer();
  await shop.in((ctx) => earnPoints(ctx, { customerId: id, points, quantity: 1 }));
  return id;
}
const gift = (facts: Partial<{ points: number; stock: number | null; personLimit: number | null }> = {}) =>
  shop.in((ctx) => createGift(ctx, { name: '盖碗', points: 100, stock: null, personLimit: null, ...facts }));
const claim = (id: string, customerId: string) => shop.in((ctx) => claimGift(ctx, { id, customerId, store: '一店' }));
const balance = async (id: string) => (await shop.account(id)).balance;

describe('a gift', () => {
  test('costs points, waits to be picked up, and is handed out once', async () => {
    const [{ id }, who] = [await gift({ stock: 5 }), await member(150)];
    const made = await claim(id, who);
    expect(made).toMatchObject({ state: 'waiting', points: 100, store: '一店', gift: { name: '盖碗' } });
    expect(await balance(who)).toBe(50);
    const handOut = () => shop.in((ctx) => handOutGift(ctx, { id: made.id }));
    expect(await handOut()).toMatchObject({ state: 'collected' });
    expect(await codeOf(handOut())).toBe('GIFT_CLAIM_DONE');
    expect(await codeOf(shop.in((ctx) => cancelClaim(ctx, { id: made.id })))).toBe('GIFT_CLAIM_DONE');
    const { items } = await shop.in((ctx) => listGifts(ctx, { limit: 50 }));
    expect(items.find((one) => one.id === id)).toMatchObject({ stock: 4, waiting: 0, collected: 1 });
  });

  test('that is cancelled gives points and stock back, and its points come back by no other way', async () => {
    const [{ id }, who] = [await gift({ stock: 1 }), await member(100)];
    const made = await claim(id, who);
    const { items } = await shop.in((ctx) => listEntries(ctx, { customerId: who, kind: 'redeem', limit: 10 }));
    expect(items).toMatchObject([{ points: -100, reason: '盖碗', reversible: 0 }]);
    const entryId = items[0]?.id as string;
    expect(await codeOf(shop.in((ctx) => reverseEntry(ctx, { entryId })))).toBe('ENTRY_NOT_REVERSIBLE');
    const cancelled = await Promise.all(
      Array.from({ length: 5 }, () => codeOf(shop.in((ctx) => cancelClaim(ctx, { id: made.id })))),
    );
    expect(cancelled.filter((one) => one === 'done')).toHaveLength(1);
    expect(await balance(who)).toBe(100);
    expect(await claim(id, who)).toMatchObject({ state: 'waiting' });
    expect(await faultsOf(shop)).toEqual([]);
  });

  test('the last one is promised once, to twenty who ask at the same time', async () => {
    const { id } = await gift({ stock: 1 });
    const all = await Promise.all(Array.from({ length: 20 }, () => member(100)));
    const answers = await Promise.all(all.map((who) => codeOf(claim(id, who))));
    expect(answers.filter((one) => one === 'done')).toHaveLength(1);
    expect(new Set(answers)).toEqual(new Set(['done', 'GIFT_OUT_OF_STOCK']));
  });

  test('may be a tier for some days: it counts at once, ends by itself, and brings no gift for reaching it', async () => {
    const who = await member(600);
    const lift = { tier: 'silver', days: 30 };
    const facts = { name: '银卡体验', points: 200, stock: null, personLimit: null, upgrade: lift };
    const { id, upgrade } = await shop.in((ctx) => createGift(ctx, facts));
    expect(upgrade).toEqual({ ...lift, name: '银卡' });
    expect(await claim(id, who)).toMatchObject({ state: 'collected', points: 200 });
    const { tier, balance: left } = await shop.account(who);
    expect([tier?.key, tier?.until, left]).toEqual(['silver', addDays(shop.today, 29), 400]);
    expect(tier?.keep?.key).toBe('loyalty:tier.bought');
    expect(await codeOf(claim(id, who))).toBe('GIFT_UPGRADE_IN_VAIN');
    expect(await faultsOf(shop)).toEqual([]);
    // Who reaches it by buying is welcomed as anybody is.
    await shop.order(who, '1000');
    expect(await balance(who)).toBe(400 + 1000 + 50);
    const later = addDays(shop.today, 30);
    const idle = await member(200);
    await claim(id, idle);
    await shop.on(later, (ctx) => reviewCustomers(ctx, [idle, who]));
    const tiers = await shop.on(later, async (ctx) => {
      const both = [await readAccount(ctx, { customerId: idle }), await readAccount(ctx, { customerId: who })];
      return both.map((one) => one.tier?.key);
    });
    expect(tiers).toEqual(['member', 'silver']);
  });

  test('is kept for a tier until a day, and refused to others with a sentence that says from when', async () => {
    const who = await member(200);
    const first = { tiers: ['gold'], tiersUntil: shop.today };
    const { id } = await shop.in((ctx) =>
      createGift(ctx, { name: '新茶', points: 100, stock: null, personLimit: null, ...first }),
    );
    expect(await codeOf(claim(id, who))).toBe('GIFT_MEMBERS_FIRST');
    const on = addDays(shop.today, 1);
    expect(await shop.on(on, (ctx) => claimGift(ctx, { id, customerId: who }))).toMatchObject({ state: 'waiting' });
  });

  test('is refused without the points, beyond the limit of each, and once it has ended', async () => {
    const [{ id }, poor, rich] = [await gift({ personLimit: 1 }), await member(99), await member(500)];
    expect(await codeOf(claim(id, poor))).toBe('POINTS_TOO_FEW');
    await claim(id, rich);
    expect(await codeOf(claim(id, rich))).toBe('GIFT_LIMIT_REACHED');
    await shop.in((ctx) => changeGift(ctx, { id, ended: true }));
    expect(await codeOf(claim(id, await member(100)))).toBe('GIFT_ENDED');
    expect((await shop.in((ctx) => listClaims(ctx, { customerId: rich, limit: 10 }))).items).toHaveLength(1);
  });
});
