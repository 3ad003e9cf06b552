import { expect, test } from 'vitest';
import { query } from '../../../kernel/enter.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { issueCoupons } from '../coupons/vouchers.ts';
import { createCoupon } from '../coupons/coupons.ts';
import { addDays } from '../../../maths/calendar.ts';
import { keepGoods, openGoods } from '../early/early.ts';
import { basket, couponTerms } from '../coupons/contract.ts';
import { earnPoints } from '../ledger/points.ts';
import { clerk, codeOf, loyaltyShop, PLAIN, type LoyaltyShop } from '../testing/shop.ts';
import { changeOrder, refundOrder } from '../../orders/index.ts';
import { enrol } from './enrol.ts';
import { lookUp } from './look-up.ts';
import { priceBasket } from './price.ts';
import { refundSale } from './return-sale.ts';
import { memberCode, memberIn } from './rules/member-code.ts';
import { createStampCard } from '../stamps/cards.ts';
import { listValueEntries, readValueAccount } from '../value/account.ts';
import { giftCardCode, lookAtGiftCard, sellGiftCard } from '../value/gift-cards.ts';
import { topUp } from '../value/pay.ts';
import { takeValueBack } from '../value/take-back.ts';
import { standOn } from '../../workspaces/premises.ts';
import { sell } from './sell.ts';

const house = await testHouse();
standOn(house);

const TEA = basket.parse({ lines: [{ sku: 'T1', name: '正山小种', quantity: '2', unitPrice: '100.00' }] });
const sale = (customerId: string | null, more: object = {}) => ({
  customerId,
  basket: TEA,
  codes: [],
  points: 0,
  ...more,
});

async function withPoints(shop: LoyaltyShop, points: number): Promise<string> {
  const id = await shop.customer('单雪梅');
  await shop.in((ctx) => earnPoints(ctx, { customerId: id, points, quantity: 1 }));
  return id;
}

async function coupon(shop: LoyaltyShop, customerId: string): Promise<string> {
  const terms = couponTerms.parse({ kind: 'amount', amount: '30', minimum: '100' });
  const made = {
    name: '生日券',
    terms,
    code: null,
    fromDay: null,
    untilDay: null,
    totalLimit: null,
    personLimit: null,
  };
  return shop.in(async (ctx) => {
    const { id } = await createCoupon(ctx, made);
    const { vouchers } = await issueCoupons(ctx, { id, customerIds: [customerId], count: 0 });
    return vouchers[0]?.code ?? '';
  });
}

test('four digits tell who stands there, what the points are worth, and which coupon to use', async () => {
  const shop = await loyaltyShop(house);
  const { match } = await shop.in((ctx) => enrol(ctx, { phone: '13800138712', name: '单雪梅', agrees: true }));
  await shop.in((ctx) => earnPoints(ctx, { customerId: match.customer.id, points: 1_280, quantity: 1 }));
  const code = await coupon(shop, match.customer.id);
  const { matches, more } = await shop.in((ctx) => lookUp(ctx, { code: '8712' }));
  expect(more).toBe(false);
  expect(matches).toMatchObject([
    {
      customer: { name: '单雪梅' },
      tier: { key: 'member' },
      points: 1_280,
      pointsValue: { amount: '12.80' },
      usableCoupons: [{ code, name: '生日券' }],
    },
  ]);
  expect(matches[0]?.question?.kind).toBeDefined();
  expect(matches[0]?.sentence).toContain('1280');
});

test('a look-up asks the database a dozen times at most, whatever there is to tell', async () => {
  const shop = await loyaltyShop(house);
  const { match } = await shop.in((ctx) => enrol(ctx, { phone: '13800138713', name: '单雪梅' }));
  await shop.in((ctx) => earnPoints(ctx, { customerId: match.customer.id, points: 1_280, quantity: 1 }));
  await shop.in((ctx) => topUp(ctx, { customerId: match.customer.id, amount: '20' }));
  await coupon(shop, match.customer.id);
  const entry = { workspace: shop.shop, actor: clerk(), locale: 'zh-CN' as const };
  const asked = await query(house.database, entry, async (ctx) => {
    let statements = 0;
    const db = ctx.db.withPlugin({
      transformQuery: ({ node }) => {
        statements += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const { matches } = await lookUp({ ...ctx, db }, { code: '8713' });
    expect(matches).toMatchObject([{ stored: { amount: '20.00' }, usableCoupons: [{ name: '生日券' }] }]);
    return statements;
  });
  expect(asked).toBeLessThanOrEqual(12);
});

test('of several namesakes only what tells them apart is told', async () => {
  const shop = await loyaltyShop(house);
  await shop.customer('王建国');
  await shop.customer('王建国');
  const { matches } = await shop.in((ctx) => lookUp(ctx, { code: 'wangjianguo' }));
  expect(matches).toHaveLength(2);
  expect(matches.map(({ sentence, usableCoupons }) => [sentence, usableCoupons])).toEqual([
    [null, []],
    [null, []],
  ]);
});

test('a scanned member code finds its member, another shop’s finds nobody', async () => {
  const [shop, other] = [await loyaltyShop(house), await loyaltyShop(house)];
  const id = await shop.customer('欧阳锋');
  expect(memberIn(memberCode(id))).toBe(id);
  expect((await shop.in((ctx) => lookUp(ctx, { code: memberCode(id) }))).matches).toHaveLength(1);
  expect((await other.in((ctx) => lookUp(ctx, { code: memberCode(id) }))).matches).toEqual([]);
});

test('three digits are too few', async () => {
  const shop = await loyaltyShop(house);
  expect(await codeOf(shop.in((ctx) => lookUp(ctx, { code: '871' })))).toBe('COUNTER_CODE_SHORT');
});

test('a newcomer with a number that is known is found, not made twice', async () => {
  const shop = await loyaltyShop(house);
  const first = await shop.in((ctx) => enrol(ctx, { phone: '13900139000' }));
  const second = await shop.in((ctx) => enrol(ctx, { phone: '139 0013 9000', name: '别名' }));
  expect([first.known, second.known]).toEqual([false, true]);
  expect(second.match.customer).toEqual(first.match.customer);
  expect(first.match.customer.name).toBe('会员 9000');
  expect(await codeOf(shop.in((ctx) => enrol(ctx, { phone: 'abc' })))).toBe('COUNTER_PHONE_UNFIT');
});

test('a sale takes the coupon and the points, gives points for what was paid, and costs what the bill said', async () => {
  const shop = await loyaltyShop(house);
  const id = await withPoints(shop, 1_280);
  const code = await coupon(shop, id);
  const asked = sale(id, { codes: [code], points: 1_280 });
  const bill = await shop.in((ctx) => priceBasket(ctx, asked));
  expect(bill).toMatchObject({
    subtotal: { amount: '200.00' },
    couponsOff: { amount: '30.00' },
    mostPoints: 1_280,
    pointsOff: { amount: '12.80' },
    total: { amount: '157.20' },
  });
  const sold = await shop.in((ctx) => sell(ctx, { ...asked, total: bill.total.amount }));
  expect(sold).toMatchObject({ total: bill.total, points: 1_280, earned: { points: 157 }, balance: 157 });
  expect(sold.lines).toMatchObject([{ name: '正山小种', quantity: '2', amount: { amount: '157.20' } }]);
  expect(await codeOf(shop.in((ctx) => sell(ctx, asked)))).toBe('COUPON_CODE_UNKNOWN');
});

test('the same key sells once', async () => {
  const shop = await loyaltyShop(house);
  const id = await withPoints(shop, 500);
  const asked = sale(id, { points: 500, idempotencyKey: 'till-7' });
  const [first, second] = [await shop.in((ctx) => sell(ctx, asked)), await shop.in((ctx) => sell(ctx, asked))];
  expect(second.orderId).toBe(first.orderId);
  expect((await shop.account(id)).balance).toBe(195);
});

test('of two tills that spend the same points at once one sells', async () => {
  const shop = await loyaltyShop(house);
  const id = await withPoints(shop, 400);
  const tills = await Promise.allSettled([0, 1].map(() => shop.in((ctx) => sell(ctx, sale(id, { points: 400 })))));
  expect(tills.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect((await shop.account(id)).balance).toBe(196);
});

test('nothing is sold when one part of it is refused', async () => {
  const shop = await loyaltyShop(house);
  const id = await withPoints(shop, 100);
  const code = await coupon(shop, id);
  expect(await codeOf(shop.in((ctx) => sell(ctx, sale(id, { codes: [code], points: 200 }))))).toBe('POINTS_TOO_FEW');
  expect(await codeOf(shop.in((ctx) => sell(ctx, sale(id, { total: '199.00' }))))).toBe('COUNTER_TOTAL_CHANGED');
  expect(await codeOf(shop.in((ctx) => sell(ctx, sale(null, { points: 5 }))))).toBe('COUNTER_POINTS_NEED_CUSTOMER');
  expect(await codeOf(shop.in((ctx) => sell(ctx, sale(id, { points: 20_001 }))))).toBe('COUNTER_POINTS_BEYOND_BILL');
  expect((await shop.account(id)).balance).toBe(100);
  expect((await shop.in((ctx) => priceBasket(ctx, sale(id, { codes: [code] })))).couponsOff.amount).toBe('30.00');
});

test.each(['at the counter', 'among the orders', 'by cancelling'])(
  'a sale taken back whole %s returns points on both sides and the coupon, once',
  async (where) => {
    const shop = await loyaltyShop(house);
    const id = await withPoints(shop, 1_000);
    const code = await coupon(shop, id);
    const { orderId, total } = await shop.in((ctx) => sell(ctx, sale(id, { codes: [code], points: 1_000 })));
    await shop.in(async (ctx) => {
      if (where === 'at the counter') await refundSale(ctx, { id: orderId, reason: '茶味不对' });
      else if (where === 'among the orders')
        await refundOrder(ctx, { id: orderId, amount: total.amount, reason: null });
      else await changeOrder(ctx, { id: orderId, state: 'cancelled' });
    });
    await shop.settle();
    expect((await shop.account(id)).balance).toBe(1_000);
    expect((await shop.in((ctx) => priceBasket(ctx, sale(id, { codes: [code] })))).couponsOff.amount).toBe('30.00');
    expect(await codeOf(shop.in((ctx) => refundSale(ctx, { id: orderId, reason: '再退' })))).toBe(
      'COUNTER_SALE_RETURNED',
    );
  },
);

test('what points and coupons paid for whole is taken back without money', async () => {
  const shop = await loyaltyShop(house);
  const id = await withPoints(shop, 20_000);
  const { orderId, total } = await shop.in((ctx) => sell(ctx, sale(id, { points: 20_000 })));
  expect(total.amount).toBe('0.00');
  await shop.in((ctx) => refundSale(ctx, { id: orderId, reason: '拿错了' }));
  await shop.settle();
  expect((await shop.account(id)).balance).toBe(20_000);
});

async function withMoney(shop: LoyaltyShop, amount: string): Promise<string> {
  const id = await shop.customer('单雪梅');
  await shop.in((ctx) => topUp(ctx, { customerId: id, amount }));
  return id;
}

async function giftCard(shop: LoyaltyShop, amount: string): Promise<string> {
  const { id } = await shop.in((ctx) => sellGiftCard(ctx, { amount }));
  return (await shop.in((ctx) => giftCardCode(ctx, { id }))).code.replaceAll('-', '');
}

const left = async (shop: LoyaltyShop, code: string) =>
  (await shop.in((ctx) => lookAtGiftCard(ctx, { code }))).balance.amount;
const ahead = async (shop: LoyaltyShop, customerId: string) =>
  (await shop.in((ctx) => readValueAccount(ctx, { customerId }))).balance.amount;

test('a sale is paid with stored value and a gift card, gives points for all of it, and taken back returns each', async () => {
  const shop = await loyaltyShop(house);
  const id = await withMoney(shop, '120');
  const code = await giftCard(shop, '50');
  const asked = sale(id, { value: '120', giftCards: [{ code, amount: '50' }] });
  expect(await shop.in((ctx) => priceBasket(ctx, asked))).toMatchObject({
    total: { amount: '200.00' },
    valueBalance: { amount: '120.00' },
    value: { amount: '120.00' },
    giftCards: { amount: '50.00' },
    due: { amount: '30.00' },
  });
  const sold = await shop.in((ctx) => sell(ctx, asked));
  expect(sold).toMatchObject({ stored: { amount: '170.00' }, due: { amount: '30.00' }, earned: { points: 200 } });
  expect([await ahead(shop, id), await left(shop, code)]).toEqual(['0.00', '0.00']);
  await shop.in((ctx) => refundSale(ctx, { id: sold.orderId, reason: '拿错了' }));
  await shop.settle();
  expect([await ahead(shop, id), await left(shop, code)]).toEqual(['120.00', '50.00']);
  expect((await shop.account(id)).balance).toBe(0);
});

test('a sale cancelled among the orders returns stored value too, unless it was taken back by hand', async () => {
  const shop = await loyaltyShop(house);
  const id = await withMoney(shop, '120');
  const { orderId } = await shop.in((ctx) => sell(ctx, sale(id, { value: '100' })));
  const { items } = await shop.in((ctx) => listValueEntries(ctx, { customerId: id, limit: 1 }));
  await shop.in((ctx) => takeValueBack(ctx, { id: items[0]?.actId ?? '', amount: '40' }));
  await shop.in((ctx) => changeOrder(ctx, { id: orderId, state: 'cancelled' }));
  await shop.settle();
  expect(await ahead(shop, id)).toBe('120.00');
});

test.each(['refunded', 'cancelled'])(
  'a sale to nobody %s among the orders gives back the gift card and the coupon that paid',
  async (how) => {
    const shop = await loyaltyShop(house);
    const card = await giftCard(shop, '50');
    const terms = couponTerms.parse({ kind: 'amount', amount: '30' });
    const limits = { fromDay: null, untilDay: null, totalLimit: 1, personLimit: null };
    await shop.in((ctx) => createCoupon(ctx, { name: '开业券', code: 'OPEN', terms, ...limits }));
    const asked = sale(null, { codes: ['OPEN'], giftCards: [{ code: card, amount: '50' }] });
    const { orderId, total } = await shop.in((ctx) => sell(ctx, asked));
    expect([
      await left(shop, card),
      await codeOf(shop.in((ctx) => sell(ctx, sale(null, { codes: ['OPEN'] })))),
    ]).toEqual(['0.00', 'COUPON_DOES_NOT_FIT']);
    await shop.in(async (ctx) => {
      if (how === 'refunded') await refundOrder(ctx, { id: orderId, amount: total.amount, reason: null });
      else await changeOrder(ctx, { id: orderId, state: 'cancelled' });
    });
    await shop.settle();
    expect(await left(shop, card)).toBe('50.00');
    expect(await codeOf(shop.in((ctx) => sell(ctx, sale(null, { codes: ['OPEN'] }))))).toBe('done');
  },
);

test('stored value and gift cards pay no more than the bill, than there is, or twice', async () => {
  const shop = await loyaltyShop(house);
  const id = await withMoney(shop, '90');
  const code = await giftCard(shop, '150');
  const sellWith = (more: object, who: string | null = id) => codeOf(shop.in((ctx) => sell(ctx, sale(who, more))));
  expect(await sellWith({ value: '90', giftCards: [{ code, amount: '110.01' }] })).toBe('COUNTER_PAID_BEYOND_BILL');
  expect(await sellWith({ value: '90.01' })).toBe('VALUE_TOO_LITTLE');
  expect(await sellWith({ value: '0.001' })).toBe('VALUE_AMOUNT_UNFIT');
  expect(await sellWith({ value: '10' }, null)).toBe('COUNTER_VALUE_NEEDS_CUSTOMER');
  expect(await sellWith({ giftCards: [{ code: 'NOSUCHCARD', amount: '10' }] })).toBe('GIFT_CARD_UNKNOWN');
  const twice = { code, amount: '100' };
  expect(await sellWith({ giftCards: [twice, twice] })).toBe('VALUE_TOO_LITTLE');
  const tills = await Promise.all(Array.from({ length: 6 }, () => sellWith({ value: '90' })));
  expect(tills.filter((one) => one === 'done')).toHaveLength(1);
  expect([await ahead(shop, id), await left(shop, code)]).toEqual(['0.00', '150.00']);
  expect(await sellWith({ giftCards: [{ code, amount: '150' }] }, null)).toBe('done');
});

test('a sale stamps the card, the receipt says so, and the next look-up shows it', async () => {
  const shop = await loyaltyShop(house);
  const id = await withMoney(shop, '20');
  const terms = couponTerms.parse({ kind: 'product', sku: 'T1' });
  const limits = { code: null, fromDay: null, untilDay: null, totalLimit: null, personLimit: null };
  await shop.in(async (ctx) => {
    const { id: couponId } = await createCoupon(ctx, { name: '送一盒', terms, ...limits });
    const counted = { counts: 'piece' as const, skus: ['T1'], categories: [] };
    await createStampCard(ctx, { name: '买九送一', needed: 9, couponId, ...counted });
  });
  const stamped = { name: '买九送一', stamps: 2, needed: 9, toGo: 7, reward: '送一盒' };
  expect((await shop.in((ctx) => sell(ctx, sale(id)))).stamps).toEqual([{ ...stamped, given: 2 }]);
  const { matches } = await shop.in((ctx) => lookUp(ctx, { code: memberCode(id) }));
  expect(matches).toMatchObject([{ stamps: [stamped], stored: { amount: '20.00' } }]);
});

test('a tier’s discount for many pieces counts at the till, up to its limit of the month, and returns give it back', async () => {
  const [member, ...others] = PLAIN.tiers.levels;
  const quantity = { pieces: 10, percent: 10, most: '30' };
  const levels = [{ ...member, key: 'member', name: '普通', from: '0', quantity }, ...others];
  const shop = await loyaltyShop(house, { ...PLAIN, tiers: { ...PLAIN.tiers, levels } });
  const id = await shop.customer();
  const many = basket.parse({ lines: [{ sku: 'T1', name: '正山小种', quantity: '10', unitPrice: '20' }] });
  const ten = { customerId: id, basket: many, codes: [], points: 0 };
  const bill = () => shop.in((ctx) => priceBasket(ctx, ten));
  expect(await bill()).toMatchObject({
    quantityDiscount: { pieces: 10, amount: { amount: '20.00' }, left: { amount: '10.00' }, period: 'month' },
    total: { amount: '180.00' },
  });
  expect((await shop.in((ctx) => priceBasket(ctx, sale(id)))).quantityDiscount).toBeNull();
  const tills = await Promise.all(Array.from({ length: 3 }, () => shop.in((ctx) => sell(ctx, ten))));
  expect(tills.map(({ quantityOff }) => quantityOff.amount).toSorted()).toEqual(['0.00', '10.00', '20.00']);
  const whole = tills.find(({ quantityOff }) => quantityOff.amount === '20.00');
  await shop.in((ctx) => refundSale(ctx, { id: whole?.orderId ?? '', reason: '拿错了' }));
  expect((await bill()).quantityDiscount?.amount.amount).toBe('20.00');
  const { matches } = await shop.in((ctx) => lookUp(ctx, { code: memberCode(id) }));
  expect(matches[0]?.tier?.benefits).toEqual(['10% off 10 or more of one article, at most ¥30 a month']);
});

test('goods that are kept for a tier are refused to others, with a sentence that says from when', async () => {
  const shop = await loyaltyShop(house);
  const [plain, gold] = [await shop.customer(), await shop.customer()];
  await shop.order(gold, '4000');
  const until = addDays(shop.today, 3);
  const keep = (tiersUntil: string | null, tiers = ['gold']) =>
    shop.in((ctx) => keepGoods(ctx, { sku: 't1', tiers, tiersUntil }));
  expect(await codeOf(keep(until, ['platinum']))).toBe('EARLY_TIERS_UNKNOWN');
  await keep(until);
  const bill = await shop.in((ctx) => priceBasket(ctx, sale(plain)));
  expect(bill.kept).toMatchObject([
    { name: '正山小种', why: expect.stringMatching(/^For everybody from .+; until then for 金卡\.$/) },
  ]);
  for (const who of [plain, null]) {
    expect(await codeOf(shop.in((ctx) => sell(ctx, sale(who))))).toBe('COUNTER_MEMBERS_FIRST');
  }
  expect(await codeOf(shop.in((ctx) => sell(ctx, sale(gold))))).toBe('done');
  expect((await shop.on(addDays(until, 1), (ctx) => priceBasket(ctx, sale(plain)))).kept).toEqual([]);
  await keep(null);
  expect((await shop.on('2098-01-01', (ctx) => priceBasket(ctx, sale(plain)))).kept[0]?.why).toBe('For 金卡 only.');
  await shop.in((ctx) => openGoods(ctx, { sku: 'T1' }));
  expect(await codeOf(shop.in((ctx) => sell(ctx, sale(plain))))).toBe('done');
});

test('a tier’s per cent comes off from its amount on', async () => {
  const [member, ...others] = PLAIN.tiers.levels;
  const levels = [
    { ...member, key: 'member', name: '普通', from: '0', discount: { percent: 5, from: '150' } },
    ...others,
  ];
  const shop = await loyaltyShop(house, { ...PLAIN, tiers: { ...PLAIN.tiers, levels } });
  const id = await shop.customer();
  const bill = await shop.in((ctx) => priceBasket(ctx, sale(id)));
  expect(bill).toMatchObject({
    tierDiscount: { percent: 5, amount: { amount: '10.00' } },
    total: { amount: '190.00' },
  });
});
