import { describe, expect, test } from 'vitest';
import { testHouse } from '../../../kernel/testing/house.ts';
import { couponTerms } from '../coupons/contract.ts';
import { createCoupon } from '../coupons/coupons.ts';
import { couponsOfCustomer } from '../coupons/vouchers.ts';
import { codeOf, faultsOf, loyaltyShop } from '../testing/shop.ts';
import { bookRewardList } from './book.ts';
import { rewardRules, type GivenRewardRules } from './contract.ts';
import { createRewardList, dropRewardList, previewRewards, rewardLines } from './lists.ts';

const house = await testHouse();
const shop = await loyaltyShop(house);
const year = { from: `${shop.today.slice(0, 4)}-01-01`, until: shop.today };
const [best, second, little] = [await shop.customer('甲'), await shop.customer('乙'), await shop.customer('丙')];
await shop.order(best, '600');
await shop.order(second, '300');
await shop.order(little, '20');

type Rules = Omit<GivenRewardRules, 'from' | 'until'>;
const rulesOf = (rules: Rules) => rewardRules.parse({ ...year, ...rules });
const preview = (rules: Rules) => shop.in((ctx) => previewRewards(ctx, { rules: rulesOf(rules) }));
const make = (rules: Rules) => shop.in((ctx) => createRewardList(ctx, { name: '答谢', rules: rulesOf(rules) }));
const book = (id: string) => shop.in((ctx) => bookRewardList(ctx, { id }));
const balance = async (id: string) => (await shop.account(id)).balance;

describe('a list of rewards', () => {
  test('says who would get what, the best first, and writes nothing', async () => {
    const seen = await preview({ minimum: '100', give: { kind: 'percent', percent: 5 }, as: 'list' });
    expect(seen).toMatchObject({ customers: 2, points: 0, amount: { amount: '45.00' } });
    expect(seen.lines).toMatchObject([
      { place: 1, customer: { id: best }, amount: { amount: '30.00' } },
      { place: 2, customer: { id: second }, amount: { amount: '15.00' } },
    ]);
  });

  test('shares a part of the profit by what each spent, as points at what they are worth', async () => {
    const seen = await preview({ most: 2, give: { kind: 'share', pool: '90' } });
    expect(seen.lines.map(({ points }) => points)).toEqual([6000, 3000]);
  });

  test('goes by points earned and by tiers, too', async () => {
    const seen = await preview({
      by: 'points',
      minimum: '300',
      tiers: ['member'],
      give: { kind: 'points', points: 50 },
    });
    expect(seen).toMatchObject({ customers: 2, points: 100 });
    expect(await preview({ tiers: ['gold'], give: { kind: 'points', points: 50 } })).toMatchObject({ customers: 0 });
  });

  test('is booked once, as it was looked at, whoever bought since', async () => {
    const { id } = await make({ minimum: '100', give: { kind: 'points', points: 500 } });
    await shop.order(little, '900');
    const before = await balance(best);
    const answers = await Promise.all(Array.from({ length: 4 }, () => codeOf(book(id))));
    expect(answers.toSorted()).toEqual(['REWARD_LIST_DECIDED', 'REWARD_LIST_DECIDED', 'REWARD_LIST_DECIDED', 'done']);
    expect([(await balance(best)) - before, await balance(little)]).toEqual([500, 920]);
    const { items } = await shop.in((ctx) => rewardLines(ctx, { id, limit: 1 }));
    expect(items).toMatchObject([{ place: 1, points: 500 }]);
    expect(await codeOf(shop.in((ctx) => dropRewardList(ctx, { id })))).toBe('REWARD_LIST_DECIDED');
    expect(await faultsOf(shop)).toEqual([]);
  });

  test('gives a code of a coupon to each', async () => {
    const limits = { fromDay: null, untilDay: null, totalLimit: null, personLimit: null };
    const terms = couponTerms.parse({ kind: 'amount', amount: '20' });
    const coupon = await shop.in((ctx) => createCoupon(ctx, { ...limits, name: '答谢券', code: null, terms }));
    const { id } = await make({ most: 1, give: { kind: 'coupon', couponId: coupon.id } });
    await book(id);
    const { items } = await shop.in((ctx) => couponsOfCustomer(ctx, { customerId: little, limit: 5 }));
    expect(items).toMatchObject([{ name: '答谢券', state: 'open' }]);
  });

  test.each<[string, Rules, string]>([
    ['nobody fits', { minimum: '99999', give: { kind: 'points', points: 5 } }, 'REWARD_LIST_EMPTY'],
    ['per cent of points', { by: 'points', give: { kind: 'percent', percent: 5 } }, 'REWARD_RULES_UNFIT'],
    ['nothing to share', { give: { kind: 'share', pool: '0' } }, 'REWARD_RULES_UNFIT'],
    ['a coupon that is not there', { give: { kind: 'coupon', couponId: crypto.randomUUID() } }, 'REWARD_RULES_UNFIT'],
  ])('is refused when %s', async (_why, rules, code) => {
    expect(await codeOf(make(rules))).toBe(code);
  });
});
