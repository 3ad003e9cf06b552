import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { testHouse } from '../../../kernel/testing/house.ts';
import { standOn } from '../../workspaces/premises.ts';
import { clerk, codeOf, faultsOf, loyaltyShop } from '../testing/shop.ts';
import { listValueEntries, readValueAccount, valueSummary } from './account.ts';
import { claimGiftCard, giftCardCode, lookAtGiftCard, sellGiftCard } from './gift-cards.ts';
import { payOut, payWithValue, topUp } from './pay.ts';
import { takeValueBack } from './take-back.ts';
import { changeValueTerms } from './terms.ts';

const house = await testHouse();
standOn(house);
const shop = await loyaltyShop(house, null);
await shop.in((ctx) => changeValueTerms(ctx, { bonuses: [{ from: '500', bonus: '50' }], most: '5000', version: 0 }));

const pay = (customerId: string, amount: string, more: object = {}) =>
  shop.in((ctx) => payWithValue(ctx, { customerId, amount, ...more }));
const fill = (customerId: string, amount: string) => shop.in((ctx) => topUp(ctx, { customerId, amount }));
const balance = async (customerId: string) =>
  (await shop.in((ctx) => readValueAccount(ctx, { customerId }))).balance.amount;
const back = (id: string, amount?: string) => shop.in((ctx) => takeValueBack(ctx, { id, amount, reason: '退款' }));
async function member(amount: string): Promise<string> {
  const id = await shop.customer();
  await fill(id, amount);
  return id;
}
async function giftCard(amount: string): Promise<string> {
  const { id } = await shop.in((ctx) => sellGiftCard(ctx, { amount }));
  return (await shop.in((ctx) => giftCardCode(ctx, { id }))).code;
}

describe('money paid ahead', () => {
  test('brings what the shop gives on top, pays in parts, and never more than there is', async () => {
    const who = await shop.customer();
    expect(await fill(who, '499.99')).toMatchObject({ bonus: { amount: '0.00' } });
    expect(await fill(who, '500')).toMatchObject({ bonus: { amount: '50.00' }, balance: { amount: '1049.99' } });
    expect(await pay(who, '1000.00')).toMatchObject({ balance: { amount: '49.99' } });
    expect(await codeOf(pay(who, '50'))).toBe('VALUE_TOO_LITTLE');
    const account = await shop.in((ctx) => readValueAccount(ctx, { customerId: who }));
    expect(account).toMatchObject({ own: { amount: '0.00' }, bonus: { amount: '49.99' } });
  });

  test.each(['0', '0.001'])('is not paid in or out as %s', async (amount) => {
    const who = await shop.customer();
    expect(await codeOf(fill(who, amount))).toBe('VALUE_AMOUNT_UNFIT');
    expect(await codeOf(pay(who, amount))).toBe('VALUE_AMOUNT_UNFIT');
  });

  test('stops at the most that may stand on a card', async () => {
    const who = await member('4000');
    expect(await codeOf(fill(who, '951'))).toBe('VALUE_TOO_MUCH');
  });

  test('the last hundred, which thirty tills take at once, pays once; one key has one effect', async () => {
    const who = await member('100');
    const answers = await Promise.all(Array.from({ length: 30 }, () => codeOf(pay(who, '100'))));
    expect(answers.filter((one) => one === 'done')).toHaveLength(1);
    const key = { idempotencyKey: 'kasse-7' };
    const twice = () => shop.in((ctx) => topUp(ctx, { customerId: who, amount: '20', ...key }));
    await twice();
    await twice();
    expect(await balance(who)).toBe('20.00');
    expect(await faultsOf(shop)).toEqual([]);
  });

  test('two first payments at once open one account', async () => {
    const who = await shop.customer();
    await Promise.all([fill(who, '10'), fill(who, '20'), fill(who, '30')]);
    const { cards } = await shop.in((ctx) => readValueAccount(ctx, { customerId: who }));
    expect(cards).toMatchObject([{ kind: 'account', balance: { amount: '60.00' } }]);
  });
});

describe('a payment', () => {
  test('is refunded to the card in parts, at most what it was, and what the shop gave is so again', async () => {
    const who = await member('500');
    const { actId } = await pay(who, '530');
    await back(actId, '30');
    expect(await shop.in((ctx) => readValueAccount(ctx, { customerId: who }))).toMatchObject({
      own: { amount: '0.00' },
      bonus: { amount: '50.00' },
    });
    expect(await codeOf(back(actId, '500.01'))).toBe('VALUE_TOO_MUCH');
    const answers = await Promise.all(Array.from({ length: 8 }, () => codeOf(back(actId))));
    expect(answers.filter((one) => one === 'done')).toHaveLength(1);
    expect(await codeOf(back(actId))).toBe('VALUE_TAKEN_BACK');
    expect(await shop.in((ctx) => readValueAccount(ctx, { customerId: who }))).toMatchObject({
      own: { amount: '500.00' },
      bonus: { amount: '50.00' },
    });
    expect(await faultsOf(shop)).toEqual([]);
  });

  test('in is undone while nothing of it was used, whole', async () => {
    const who = await shop.customer();
    const { actId } = await fill(who, '500');
    expect(await codeOf(back(actId, '1'))).toBe('VALUE_TOO_MUCH');
    const paid = await pay(who, '1');
    expect(await codeOf(back(actId))).toBe('VALUE_SPENT');
    await back(paid.actId);
    await back(actId);
    expect(await balance(who)).toBe('0.00');
    expect(await codeOf(back(actId))).toBe('VALUE_TAKEN_BACK');
  });

  test('is given back in money when the customer leaves: their own, not what the shop gave', async () => {
    const who = await member('500');
    await pay(who, '100');
    const leave = () => shop.in((ctx) => payOut(ctx, { customerId: who, reason: '搬家' }));
    expect(await leave()).toMatchObject({ amount: { amount: '400.00' }, lapsed: { amount: '50.00' } });
    expect(await codeOf(leave())).toBe('VALUE_NOTHING_LEFT');
    const { items } = await shop.in((ctx) => listValueEntries(ctx, { customerId: who, limit: 10 }));
    expect(items.map(({ kind }) => kind)).toEqual(['pay_out', 'pay', 'top_up']);
  });
});

describe('a gift card', () => {
  test('pays for whoever brings its code, however it is typed', async () => {
    const code = await giftCard('200');
    expect(code).toMatch(/^[2-9A-Z]{4}(-[2-9A-Z]{4}){3}$/);
    const typed = code.toLowerCase().replaceAll('-', ' ');
    expect(await shop.in((ctx) => lookAtGiftCard(ctx, { code: typed }))).toMatchObject({
      balance: { amount: '200.00' },
      claimed: false,
    });
    const paid = await shop.in((ctx) => payWithValue(ctx, { code: typed, amount: '150' }));
    expect(paid).toMatchObject({ balance: { amount: '50.00' } });
    await back(paid.actId, '20');
    expect(await shop.in((ctx) => lookAtGiftCard(ctx, { code }))).toMatchObject({ balance: { amount: '70.00' } });
  });

  test('that was given to somebody is theirs alone: its code is of no use to others', async () => {
    const [code, friend, other] = [await giftCard('200'), await member('10'), await shop.customer()];
    const claim = (customerId: string) => shop.in((ctx) => claimGiftCard(ctx, { code, customerId }));
    expect(await claim(friend)).toMatchObject({ balance: { amount: '210.00' } });
    expect(await codeOf(claim(other))).toBe('GIFT_CARD_TAKEN');
    expect(await codeOf(shop.in((ctx) => payWithValue(ctx, { code, amount: '1' })))).toBe('GIFT_CARD_TAKEN');
    const paid = await pay(friend, '205');
    expect(await balance(friend)).toBe('5.00');
    await back(paid.actId);
    expect(await shop.in((ctx) => readValueAccount(ctx, { customerId: friend }))).toMatchObject({
      cards: [{ balance: { amount: '10.00' } }, { balance: { amount: '200.00' } }],
    });
  });

  test('is found by no row, log or stored answer, and its code is shown to its seller for a short while only', async () => {
    const seller = clerk();
    const { id } = await shop.in((ctx) => sellGiftCard(ctx, { amount: '66', idempotencyKey: 'gift-1' }), seller);
    const { code } = await shop.in((ctx) => giftCardCode(ctx, { id }), seller);
    const plain = code.replaceAll('-', '');
    const { rows } = await shop.in((ctx) =>
      sql<{ text: string }>`
        select row_to_json(c)::text as text from loyalty_value_cards c where workspace_id = ${shop.shop.id}
        union all select row_to_json(a)::text from audit_entries a where workspace_id = ${shop.shop.id}
        union all select row_to_json(k)::text from idempotency_keys k where workspace_id = ${shop.shop.id}`.execute(
        ctx.db,
      ),
    );
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.filter(({ text }) => text.includes(plain) || text.includes(code))).toEqual([]);
    expect(await codeOf(shop.in((ctx) => giftCardCode(ctx, { id }), clerk()))).toBe('GIFT_CARD_SHOWN');
    const later = (ctx: { now: Date }) => new Date(ctx.now.getTime() + 16 * 60_000);
    expect(await codeOf(shop.in((ctx) => giftCardCode({ ...ctx, now: later(ctx) }, { id }), seller))).toBe(
      'GIFT_CARD_SHOWN',
    );
  });

  test('is not guessed: after sixty codes a colleague waits', async () => {
    const guesser = clerk();
    const answers: string[] = [];
    for (let n = 0; n < 62; n += 1) {
      answers.push(
        await codeOf(shop.in((ctx) => lookAtGiftCard(ctx, { code: `AAAA${String(n).padStart(12, '2')}` }), guesser)),
      );
    }
    expect(answers.filter((one) => one === 'GIFT_CARD_UNKNOWN')).toHaveLength(60);
    expect(answers.slice(60)).toEqual(['TOO_MANY_REQUESTS', 'TOO_MANY_REQUESTS']);
  });
});

test('what the shop owes is the sum of all cards', async () => {
  const sums = await shop.in(valueSummary);
  const { rows } = await shop.in((ctx) =>
    sql<{ sum: string }>`
      select (sum(paid_minor + bonus_minor) / 100.0)::numeric(20, 2)::text as sum from loyalty_value_entries
      where workspace_id = ${shop.shop.id}`.execute(ctx.db),
  );
  expect(sums.balance.amount).toBe(rows[0]?.sum);
});
