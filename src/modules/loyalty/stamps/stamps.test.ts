import { describe, expect, test } from 'vitest';
import { testHouse } from '../../../kernel/testing/house.ts';
import { addDays } from '../../../maths/calendar.ts';
import { refundOrder } from '../../orders/index.ts';
import { couponTerms } from '../coupons/contract.ts';
import { createCoupon } from '../coupons/coupons.ts';
import { useCoupons } from '../coupons/use.ts';
import { basket } from '../coupons/contract.ts';
import { couponsOfCustomer } from '../coupons/vouchers.ts';
import { codeOf, loyaltyShop } from '../testing/shop.ts';
import { createStampCard, endStampCard, listStampCards } from './cards.ts';
import { stampByHand, stampsOfCustomer } from './stamps.ts';

const house = await testHouse();
// Stamps need no programme.
const shop = await loyaltyShop(house, null);
const limits = { fromDay: null, untilDay: null, totalLimit: null, personLimit: null, code: null };
const reward = await shop.in((ctx) =>
  createCoupon(ctx, { ...limits, name: '送一杯', terms: couponTerms.parse({ kind: 'product', sku: 'TEA' }) }),
);
const card = await shop.in((ctx) =>
  createStampCard(ctx, {
    name: '买九送一',
    needed: 9,
    counts: 'piece',
    skus: ['TEA'],
    categories: [],
    couponId: reward.id,
  }),
);

const buy = (customerId: string, quantity: string) =>
  shop.order(customerId, '', { lines: [{ sku: 'tea', name: '茶', quantity, unitPrice: '10' }] } as never);
const held = async (customerId: string) =>
  (await shop.in((ctx) => stampsOfCustomer(ctx, { customerId }))).items.find((one) => one.card.id === card.id);
const codes = async (customerId: string) =>
  (await shop.in((ctx) => couponsOfCustomer(ctx, { customerId, limit: 50 }))).items;
const stamp = (customerId: string, stamps: number) =>
  shop.in((ctx) => stampByHand(ctx, { id: card.id, customerId, stamps, reason: '手工盖章' }));

describe('a stamp card', () => {
  test('counts each piece of its goods, and gives a code once it is full', async () => {
    const who = await shop.customer();
    await shop.order(who, '', { lines: [{ sku: 'CUP', name: '杯', quantity: '5', unitPrice: '10' }] } as never);
    await buy(who, '7.5');
    expect(await held(who)).toMatchObject({ stamps: 7, toGo: 2, rewards: 0 });
    await buy(who, '4');
    expect(await held(who)).toMatchObject({ stamps: 2, toGo: 7, rewards: 1 });
    expect(await codes(who)).toMatchObject([{ name: '送一杯', state: 'open' }]);
  });

  test('that an order filled is empty again when the order comes back, and so is its code', async () => {
    const who = await shop.customer();
    const order = await buy(who, '9');
    expect(await codes(who)).toMatchObject([{ state: 'open' }]);
    await shop.in((ctx) => refundOrder(ctx, { id: order, amount: '10.00', reason: '退一杯' }));
    await shop.settle();
    expect(await held(who)).toMatchObject({ stamps: 8, toGo: 1, rewards: 0 });
    expect(await codes(who)).toMatchObject([{ state: 'withdrawn' }]);
  });

  test('whose reward was drunk already is paid for by the next stamps', async () => {
    const who = await shop.customer();
    const order = await buy(who, '9');
    const [voucher] = await codes(who);
    const tea = basket.parse({ lines: [{ sku: 'TEA', quantity: '1', unitPrice: '10' }] });
    await shop.in((ctx) => useCoupons(ctx, { customerId: who, codes: [voucher?.code as string], basket: tea }));
    await shop.in((ctx) => refundOrder(ctx, { id: order, amount: '90.00', reason: '全退' }));
    await shop.settle();
    expect(await held(who)).toMatchObject({ stamps: 0, toGo: 18, rewards: 1 });
    await buy(who, '9');
    expect(await codes(who)).toHaveLength(1);
  });

  test('is stamped by hand, with a reason, and never below nothing', async () => {
    const who = await shop.customer();
    expect(await stamp(who, 3)).toMatchObject({ stamps: 3, toGo: 6 });
    expect(await codeOf(stamp(who, -4))).toBe('STAMPS_TOO_FEW');
    expect(await stamp(who, -3)).toMatchObject({ stamps: 0 });
  });

  test('that ten tills fill at once gives its code once', async () => {
    const who = await shop.customer();
    await Promise.all(Array.from({ length: 10 }, () => stamp(who, 1)));
    expect(await held(who)).toMatchObject({ stamps: 1, rewards: 1 });
    expect(await codes(who)).toHaveLength(1);
  });

  test('may reach back: then earlier orders count, too', async () => {
    const who = await shop.customer();
    await shop.order(who, '30');
    const early = await shop.in((ctx) =>
      createStampCard(ctx, {
        name: '来三次',
        needed: 3,
        counts: 'order',
        skus: [],
        categories: [],
        couponId: reward.id,
        fromDay: addDays(shop.today, -1),
      }),
    );
    await shop.settle();
    // An order without lines says nothing of pieces, and counts as one visit to the till.
    const { items } = await shop.in((ctx) => stampsOfCustomer(ctx, { customerId: who }));
    expect(items.find((one) => one.card.id === early.id)).toMatchObject({ stamps: 1, toGo: 2 });
    expect(await shop.in((ctx) => endStampCard(ctx, { id: early.id }))).toMatchObject({ ended: true });
    expect((await shop.in(listStampCards)).items.find(({ id }) => id === early.id)).toMatchObject({ ended: true });
    const again = shop.in((ctx) => stampByHand(ctx, { id: early.id, customerId: who, stamps: 1, reason: '补' }));
    expect(await codeOf(again)).toBe('STAMP_CARD_ENDED');
  });

  test('needs a coupon whose codes are issued one by one', async () => {
    const open = await shop.in((ctx) =>
      createCoupon(ctx, {
        ...limits,
        code: 'OPEN1',
        name: '券',
        terms: couponTerms.parse({ kind: 'amount', amount: '5' }),
      }),
    );
    const made = shop.in((ctx) =>
      createStampCard(ctx, { name: '卡', needed: 5, counts: 'piece', skus: [], categories: [], couponId: open.id }),
    );
    expect(await codeOf(made)).toBe('STAMP_REWARD_UNFIT');
  });
});
