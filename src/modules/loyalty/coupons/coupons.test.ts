import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { addDays, weekday } from '../../../maths/calendar.ts';
import { clerk, codeOf, faultsOf, loyaltyShop } from '../testing/shop.ts';
import { basket, couponTerms, type GivenTerms } from './contract.ts';
import { changeCoupon, createCoupon, endCoupon } from './coupons.ts';
import { returnUse, usableCoupons, useCoupons } from './use.ts';
import { couponsOfCustomer, issueCoupons } from './vouchers.ts';

const house = await testHouse();
const shop = await loyaltyShop(house);
let codes = 0;

interface Limits {
  code?: string | null;
  totalLimit?: number;
  personLimit?: number;
  fromDay?: string;
  untilDay?: string;
}

async function coupon(terms: GivenTerms, limits: Limits = {}) {
  const base = { fromDay: null, untilDay: null, totalLimit: null, personLimit: null };
  const code = limits.code === undefined ? `C${(codes += 1)}00` : limits.code;
  return shop.in((ctx) => createCoupon(ctx, { ...base, name: '券', ...limits, code, terms: couponTerms.parse(terms) }));
}

const tea = (price: string, quantity = '1', more: object = {}) =>
  basket.parse({ lines: [{ sku: 'TEA', category: '茶', quantity, unitPrice: price }], ...more });

async function offer(code: string | null, given = tea('100'), customerId: string | null = null) {
  const answer = await shop.in((ctx) => usableCoupons(ctx, { customerId, codes: code ? [code] : [], basket: given }));
  const one = answer.coupons.find((each) => each.code === code);
  return one?.discount?.amount ?? one?.why?.code;
}

const use = (given: { customerId?: string; codes: string[]; basket?: ReturnType<typeof tea> }) =>
  shop.in((ctx) => useCoupons(ctx, { basket: tea('100'), ...given }));

describe('what a coupon takes off', () => {
  test.each<[string, GivenTerms, ReturnType<typeof tea>, string]>([
    ['an amount from a minimum', { kind: 'amount', amount: '10', minimum: '100' }, tea('100'), '10.00'],
    [
      'an amount, short of the minimum',
      { kind: 'amount', amount: '10', minimum: '100' },
      tea('99.99'),
      'below-minimum',
    ],
    ['an amount, at most what the goods cost', { kind: 'amount', amount: '10' }, tea('7'), '7.00'],
    ['per cent', { kind: 'percent', percent: 15 }, tea('33.30'), '5.00'],
    ['per cent up to an amount', { kind: 'percent', percent: 50, amount: '20' }, tea('100'), '20.00'],
    ['a product of the basket', { kind: 'product', sku: 'tea' }, tea('42'), '42.00'],
    ['a product that is not there', { kind: 'product', sku: 'CUP' }, tea('42'), 'nothing-to-take-off'],
    ['shipping', { kind: 'shipping' }, tea('42', '1', { shipping: '12' }), '12.00'],
    ['shipping where there is none', { kind: 'shipping' }, tea('42'), 'nothing-to-take-off'],
    ['two for three', { kind: 'buy-get', buy: 2, get: 1 }, tea('30', '7'), '60.00'],
    ['goods of another kind', { kind: 'percent', percent: 10, categories: ['咖啡'] }, tea('30'), 'goods-missing'],
    ['goods of its kind', { kind: 'percent', percent: 10, categories: ['茶'] }, tea('30'), '3.00'],
    ['a service', { kind: 'service', service: '包装' }, tea('30'), '0.00'],
    [
      'another store',
      { kind: 'amount', amount: '5', stores: ['一店'] },
      tea('30', '1', { store: '二店' }),
      'other-store',
    ],
    ['its store', { kind: 'amount', amount: '5', stores: ['一店'] }, tea('30', '1', { store: '一店' }), '5.00'],
    ['a tier, of somebody unknown', { kind: 'amount', amount: '5', tiers: ['gold'] }, tea('30'), 'needs-customer'],
  ])('%s', async (_what, terms, given, expected) => {
    const { code } = await coupon(terms);
    expect(await offer(code, given)).toBe(expected);
  });

  test('of the first tier it is for whoever has no tier yet, too', async () => {
    const [first, gold] = [
      await coupon({ kind: 'amount', amount: '5', tiers: ['member'] }),
      await coupon({ kind: 'amount', amount: '5', tiers: ['gold'] }),
    ];
    const who = await shop.customer();
    expect([await offer(first.code, tea('30'), who), await offer(gold.code, tea('30'), who)]).toEqual([
      '5.00',
      'other-tier',
    ]);
    expect((await use({ customerId: who, codes: [first.code ?? ''] })).discount.amount).toBe('5.00');
  });

  test('on other days of the week, before and after its time, and once it has ended: nothing, and it says why', async () => {
    const other = (weekday(shop.today) % 7) + 1;
    expect(await offer((await coupon({ kind: 'amount', amount: '5', weekdays: [other] })).code)).toBe('other-day');
    const limits = { fromDay: addDays(shop.today, 1) };
    expect(await offer((await coupon({ kind: 'amount', amount: '5' }, limits)).code)).toBe('not-yet');
    const over = { untilDay: addDays(shop.today, -1) };
    expect(await offer((await coupon({ kind: 'amount', amount: '5' }, over)).code)).toBe('over');
    const ended = await coupon({ kind: 'amount', amount: '5' });
    await shop.in((ctx) => endCoupon(ctx, { id: ended.id }));
    expect(await offer(ended.code)).toBe('ended');
  });

  test('a segment, by who is in it, by others and by nobody known; of one that is not there nobody', async () => {
    const [segment, inside, outside] = [newId(), await shop.customer(), await shop.customer()];
    await shop.in((ctx) =>
      sql`with made as (
          insert into segments (workspace_id, id, name, condition, created_by, created_at, updated_at)
          values (${shop.shop.id}, ${segment}, '老茶客', '{}', '林', now(), now()))
        insert into segment_members (workspace_id, segment_id, customer_id, since)
        values (${shop.shop.id}, ${segment}, ${inside}, ${shop.today})`.execute(ctx.db),
    );
    const { code } = await coupon({ kind: 'amount', amount: '5', segments: [segment] });
    expect(await offer(code, tea('30'), inside)).toBe('5.00');
    expect(await offer(code, tea('30'), outside)).toBe('other-segment');
    expect(await offer(code, tea('30'))).toBe('needs-customer');
    expect(await codeOf(coupon({ kind: 'amount', amount: '5', segments: [newId()] }))).toBe('COUPON_TERMS_UNFIT');
  });

  test('the first order, by somebody new and by a regular', async () => {
    const { code } = await coupon({ kind: 'amount', amount: '5', firstOrder: true });
    const [newcomer, regular] = [await shop.customer(), await shop.customer()];
    await shop.order(regular, '10');
    expect(await offer(code, tea('30'), newcomer)).toBe('5.00');
    expect(await offer(code, tea('30'), regular)).toBe('not-first');
  });
});

describe('a coupon', () => {
  test('is used at most so often by all and by each', async () => {
    const { code } = await coupon({ kind: 'amount', amount: '5' }, { totalLimit: 3, personLimit: 1 });
    const [one, other] = [await shop.customer(), await shop.customer()];
    await use({ customerId: one, codes: [code as string] });
    expect(await codeOf(use({ customerId: one, codes: [code as string] }))).toBe('COUPON_DOES_NOT_FIT');
    await use({ customerId: other, codes: [code as string] });
    expect(await offer(code, tea('9'), one)).toBe('used-by-person');
  });

  test('the last of which fifty tills use at once is used once', async () => {
    const { code } = await coupon({ kind: 'amount', amount: '5' }, { totalLimit: 1 });
    const answers = await Promise.all(Array.from({ length: 50 }, () => codeOf(use({ codes: [code as string] }))));
    expect(answers.filter((one) => one === 'done')).toHaveLength(1);
    expect(await faultsOf(shop)).toEqual([]);
  });

  test('whose sale fell through may be used again, and is returned once', async () => {
    const { code } = await coupon({ kind: 'amount', amount: '5' }, { totalLimit: 1 });
    const { uses } = await use({ codes: [code as string] });
    const back = () => shop.in((ctx) => returnUse(ctx, { id: uses[0]?.id as string }));
    await back();
    expect(await codeOf(back())).toBe('COUPON_RETURNED_ALREADY');
    expect((await use({ codes: [code as string] })).discount.amount).toBe('5.00');
    expect(await faultsOf(shop)).toEqual([]);
  });

  test('stands alone, unless it says that it goes with others; what is best is said', async () => {
    const [a, b, c] = [
      await coupon({ kind: 'amount', amount: '5', stacks: true }),
      await coupon({ kind: 'amount', amount: '6', stacks: true }),
      await coupon({ kind: 'amount', amount: '10' }),
    ];
    const all = [a, b, c].map(({ code }) => code as string);
    expect(await codeOf(use({ codes: all }))).toBe('COUPONS_DO_NOT_STACK');
    expect((await use({ codes: all.slice(0, 2) })).discount.amount).toBe('11.00');
    const cheap = tea('8');
    expect((await use({ codes: all.slice(0, 2), basket: cheap })).discount.amount).toBe('8.00');
  });

  test('what it is worth stays as it is once somebody has one', async () => {
    const made = await coupon({ kind: 'amount', amount: '5' }, { code: null });
    const change = (terms: GivenTerms) =>
      shop.in((ctx) => changeCoupon(ctx, { id: made.id, terms: couponTerms.parse(terms) }));
    await change({ kind: 'amount', amount: '6' });
    await shop.in((ctx) => issueCoupons(ctx, { id: made.id, customerIds: [], count: 1 }));
    expect(await codeOf(change({ kind: 'amount', amount: '1' }))).toBe('COUPON_IN_USE');
    expect(await codeOf(change({ kind: 'percent' }))).toBe('COUPON_TERMS_UNFIT');
  });

  test('with a code that another one has is refused', async () => {
    await coupon({ kind: 'amount', amount: '5' }, { code: 'TWICE' });
    expect(await codeOf(coupon({ kind: 'amount', amount: '5' }, { code: 'TWICE' }))).toBe('COUPON_CODE_TAKEN');
  });
});

describe('an issued code', () => {
  const issue = (id: string, customerIds: string[], count = 0) =>
    shop.in((ctx) => issueCoupons(ctx, { id, customerIds, count }), clerk());

  test('is its owner’s, once, as long as it lasts', async () => {
    const made = await coupon({ kind: 'amount', amount: '5', validDays: 10 }, { code: null });
    const [owner, other] = [await shop.customer(), await shop.customer()];
    const { vouchers } = await issue(made.id, [owner]);
    expect(vouchers).toMatchObject([{ customerId: owner, expiresOn: addDays(shop.today, 9), state: 'open' }]);
    const code = vouchers[0]?.code as string;
    expect(await offer(code, tea('9'), owner)).toBe('5.00');
    expect(await codeOf(use({ customerId: other, codes: [code] }))).toBe('COUPON_CODE_UNKNOWN');
    await use({ customerId: owner, codes: [code] });
    expect(await codeOf(use({ customerId: owner, codes: [code] }))).toBe('COUPON_CODE_UNKNOWN');
    expect((await shop.in((ctx) => couponsOfCustomer(ctx, { customerId: owner, limit: 10 }))).items).toMatchObject([
      { code, state: 'used' },
    ]);
  });

  test('may be given on where it says so; many codes are all different', async () => {
    const made = await coupon({ kind: 'amount', amount: '5', transferable: true }, { code: null });
    const [owner, friend] = [await shop.customer(), await shop.customer()];
    const { vouchers } = await issue(made.id, [owner], 200);
    expect(new Set(vouchers.map(({ code }) => code)).size).toBe(201);
    expect(await offer(vouchers[0]?.code ?? '', tea('9'), friend)).toBe('5.00');
  });

  test('is not issued of a coupon with one code for everybody, nor of one that ended, nor to a stranger', async () => {
    const [one, ended] = [await coupon({ kind: 'shipping' }), await coupon({ kind: 'shipping' }, { code: null })];
    await shop.in((ctx) => endCoupon(ctx, { id: ended.id }));
    expect(await codeOf(issue(one.id, [], 1))).toBe('COUPON_HAS_ONE_CODE');
    expect(await codeOf(issue(ended.id, [], 1))).toBe('COUPON_ENDED');
    const open = await coupon({ kind: 'shipping' }, { code: null });
    expect(await codeOf(issue(open.id, [open.id]))).toBe('CUSTOMER_NOT_FOUND');
  });
});
