import { describe, expect, test } from 'vitest';
import { stranger } from '../../../kernel/access.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { createCustomersInBulk, findCustomersBy } from '../../customers/index.ts';
import { refundOrder } from '../../orders/index.ts';
import { standOn } from '../../workspaces/premises.ts';
import { codeOf, faultsOf, loyaltyShop } from '../testing/shop.ts';
import { joinByReferral, lookAtReferral } from './public.ts';
import { listReferrals, makeReferralCode, recordReferral, referralsOfCustomer } from './referrals.ts';
import { changeReferralTerms } from './terms.ts';

const house = await testHouse();
standOn(house);
const shop = await loyaltyShop(house);
const terms = { open: true, giverPoints: 200, friendPoints: 100, perMonth: 3 };
await shop.in((ctx) => changeReferralTerms(ctx, { ...terms, version: 0 }));

let phones = 13_900_000_000;
async function somebody(facts: object = {}): Promise<string> {
  const phone = String((phones += 1));
  const [id] = await shop.in((ctx) => createCustomersInBulk(ctx, [{ name: '客人', phone, ...facts }]));
  return id as string;
}
const codeFor = async (id: string) => (await shop.in((ctx) => makeReferralCode(ctx, { customerId: id }))).code;
const bring = async (giver: string, friend: string) => {
  const code = await codeFor(giver);
  return shop.in((ctx) => recordReferral(ctx, { customerId: friend, code }));
};
const points = async (id: string) => (await shop.account(id)).balance;
const stateOf = async (friend: string) =>
  (await shop.in((ctx) => referralsOfCustomer(ctx, { customerId: friend }))).broughtBy?.state;

describe('a friend who was sent', () => {
  test('is rewarded with whoever sent them after the first paid order, once', async () => {
    const [giver, friend] = [await somebody(), await somebody()];
    expect(await bring(giver, friend)).toMatchObject({
      state: 'waiting',
      friend: { id: friend },
      giver: { id: giver },
    });
    expect([await points(giver), await points(friend)]).toEqual([0, 0]);
    await shop.order(friend, '10');
    expect([await points(giver), await points(friend)]).toEqual([200, 110]);
    await shop.order(friend, '10');
    expect([await points(giver), await points(friend)]).toEqual([200, 120]);
    expect(await faultsOf(shop)).toEqual([]);
  });

  test('who returns that order whole brings nothing, and something with the next one', async () => {
    const [giver, friend] = [await somebody(), await somebody()];
    await bring(giver, friend);
    const order = await shop.order(friend, '10');
    await shop.in((ctx) => refundOrder(ctx, { id: order, amount: '10.00', reason: '退货' }));
    await shop.settle();
    expect([await points(giver), await points(friend), await stateOf(friend)]).toEqual([0, 0, 'waiting']);
    await shop.order(friend, '20');
    expect([await points(giver), await points(friend), await stateOf(friend)]).toEqual([200, 120, 'rewarded']);
  });

  test('may say so on the day of the first order', async () => {
    const [giver, friend] = [await somebody(), await somebody()];
    await shop.order(friend, '10');
    expect(await bring(giver, friend)).toMatchObject({ state: 'rewarded' });
    expect(await points(giver)).toBe(200);
  });
});

describe('nobody is rewarded', () => {
  test('for oneself, one’s second card, the household or a regular', async () => {
    const address = { city: '杭州', street: '湖滨路 1 号' };
    const giver = await somebody({ email: 'a@example.com', address });
    expect(await codeOf(bring(giver, giver))).toBe('REFERRAL_SELF');
    expect(await codeOf(bring(giver, await somebody({ email: 'A@example.com' })))).toBe('REFERRAL_SELF');
    expect(await codeOf(bring(giver, await somebody({ address })))).toBe('REFERRAL_HOUSEHOLD');
    const regular = await somebody();
    await shop.order(regular, '10', { placedAt: `${shop.today.slice(0, 4)}-01-02T04:00:00Z` });
    expect(await codeOf(bring(giver, regular))).toBe('REFERRAL_NOT_NEW');
  });

  test('for whoever brought one, be it by two friends between, or was brought by another', async () => {
    const [a, b, c, d] = [await somebody(), await somebody(), await somebody(), await somebody()];
    await bring(a, b);
    await bring(b, c);
    expect(await codeOf(bring(c, a))).toBe('REFERRAL_CIRCLE');
    expect(await codeOf(bring(d, c))).toBe('REFERRAL_ALREADY');
  });

  test('for more friends than a month may bring; these have theirs all the same', async () => {
    const giver = await somebody();
    for (let n = 0; n < 4; n += 1) {
      const friend = await somebody();
      await bring(giver, friend);
      await shop.order(friend, '10');
      expect(await points(friend)).toBe(110);
    }
    expect(await points(giver)).toBe(600);
  });

  test('twice, where two tills write the same friend down at once', async () => {
    const [giver, friend] = [await somebody(), await somebody()];
    const code = await codeFor(giver);
    const write = () => codeOf(shop.in((ctx) => recordReferral(ctx, { customerId: friend, code })));
    const answers = await Promise.all([write(), write(), write()]);
    expect(answers.filter((one) => one === 'done')).toHaveLength(1);
  });
});

describe('the link', () => {
  const stranded = { ...stranger };
  const knock = <T>(work: Parameters<typeof shop.in<T>>[0]) => shop.in(work, stranded);
  const link = async (giver: string) => ({ shop: shop.shop.id, code: await codeFor(giver) });

  test('says what is offered and not who passed it on; a stranger becomes a customer', async () => {
    const giver = await somebody({ name: '林小姐' });
    const where = await link(giver);
    const offer = await knock((ctx) => lookAtReferral(ctx, where));
    expect(offer).toMatchObject({ workspace: shop.shop.name, points: 100, worth: { amount: '1.00' } });
    expect(JSON.stringify(offer)).not.toContain('林小姐');
    await knock((ctx) => joinByReferral(ctx, { ...where, name: '新客', phone: '13811112222', agrees: true }));
    const [found] = await shop.in((ctx) => findCustomersBy(ctx, { phones: ['13811112222'] }));
    await shop.order(found?.id as string, '10');
    expect(await points(giver)).toBe(200);
  });

  test('answers the same to who has a card already, and writes nothing', async () => {
    const giver = await somebody();
    const known = await somebody({ phone: '13911113333' });
    const where = { ...(await link(giver)), name: '别人', phone: '13911113333', agrees: true };
    expect(await knock((ctx) => joinByReferral(ctx, where))).toEqual({ ok: true });
    expect(await stateOf(known)).toBeUndefined();
  });

  test('is nothing for who guesses, and no door for a program', async () => {
    const giver = await somebody();
    const where = await link(giver);
    expect(await codeOf(knock((ctx) => lookAtReferral(ctx, { ...where, code: 'AAAAAAAA' })))).toBe(
      'REFERRAL_CODE_UNKNOWN',
    );
    const join = (n: number) =>
      codeOf(
        knock((ctx) =>
          joinByReferral(
            { ...ctx, request: { ...ctx.request, ip: '10.1.1.1' } },
            { ...where, name: '机器', phone: `1370000000${n}`, agrees: false },
          ),
        ),
      );
    const answers: string[] = [];
    for (let n = 0; n < 7; n += 1) answers.push(await join(n));
    expect(answers).toEqual([...Array.from({ length: 5 }, () => 'done'), 'TOO_MANY_REQUESTS', 'TOO_MANY_REQUESTS']);
  });

  test('is closed when the shop says so', async () => {
    const giver = await somebody();
    const where = await link(giver);
    await shop.in((ctx) => changeReferralTerms(ctx, { ...terms, open: false, version: 1 }));
    expect(await codeOf(knock((ctx) => lookAtReferral(ctx, where)))).toBe('REFERRAL_CODE_UNKNOWN');
    expect(await codeOf(bring(giver, await somebody()))).toBe('REFERRALS_CLOSED');
    expect((await shop.in((ctx) => listReferrals(ctx, { limit: 5 }))).items).toHaveLength(5);
  });
});
