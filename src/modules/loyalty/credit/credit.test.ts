import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { testHouse } from '../../../kernel/testing/house.ts';
import { addDays } from '../../../maths/calendar.ts';
import { mergeCustomers } from '../../customers/duplicates/merge.ts';
import { changeOrder, refundOrder } from '../../orders/index.ts';
import { cardsOf } from '../../today/index.ts';
import { undoChangeSet } from '../../transfer/index.ts';
import { standOn } from '../../workspaces/premises.ts';
import { basket } from '../coupons/contract.ts';
import { lookUp } from '../counter/look-up.ts';
import { priceBasket } from '../counter/price.ts';
import { refundSale } from '../counter/return-sale.ts';
import { memberCode } from '../counter/rules/member-code.ts';
import { sell } from '../counter/sell.ts';
import { clerk, codeOf, faultsOf, loyaltyShop, PLAIN } from '../testing/shop.ts';
import { creditSummary, listCreditEntries, listOpenCredits, readCredit } from './account.ts';
import { raiseOverdue } from './overdue.ts';
import { payCredit, takePaymentBack } from './pay.ts';

const house = await testHouse();
standOn(house);
const [member, ...others] = PLAIN.tiers.levels;
const trusted = { ...member, key: 'member', name: '老客', from: '0', credit: { days: 30, limit: '500' } };
const shop = await loyaltyShop(house, { ...PLAIN, tiers: { ...PLAIN.tiers, levels: [trusted, ...others] } });

const tea = (price: string) =>
  basket.parse({ lines: [{ sku: 'T1', name: '正山小种', quantity: '1', unitPrice: price }] });
const sale = (customerId: string | null, price: string, onAccount = price) => ({
  customerId,
  basket: tea(price),
  codes: [],
  points: 0,
  onAccount,
});
const sold = (customerId: string | null, price: string, onAccount?: string) =>
  shop.in((ctx) => sell(ctx, sale(customerId, price, onAccount)));
const pay = (customerId: string, amount: string) => shop.in((ctx) => payCredit(ctx, { customerId, amount }));
const standing = (customerId: string) => shop.in((ctx) => readCredit(ctx, { customerId }));
const open = async (customerId: string) => (await standing(customerId)).open.amount;

describe('a sale on account', () => {
  test('is due when the tier says, is told wherever the customer is, and is paid off: what is due first before the rest', async () => {
    const who = await shop.customer('单雪梅');
    const bill = await shop.in((ctx) => priceBasket(ctx, sale(who, '200', '150')));
    const payBy = addDays(shop.today, 30);
    expect(bill).toMatchObject({
      credit: { left: { amount: '500.00' }, payBy },
      onAccount: { amount: '150.00' },
      due: { amount: '50.00' },
    });
    const first = await sold(who, '200', '150');
    expect(first).toMatchObject({ onAccount: { amount: '150.00' }, payBy, due: { amount: '50.00' } });
    await sold(who, '80');
    expect(await standing(who)).toMatchObject({
      open: { amount: '230.00' },
      overdue: { amount: '0.00' },
      since: shop.today,
      dueOn: payBy,
      left: { amount: '270.00' },
      sales: [{ number: first.number, open: { amount: '150.00' } }, { open: { amount: '80.00' } }],
    });
    const { matches } = await shop.in((ctx) => lookUp(ctx, { code: memberCode(who) }));
    expect(matches[0]?.credit).toMatchObject({ open: { amount: '230.00' }, since: shop.today, dueOn: payBy });
    expect(await pay(who, '160')).toMatchObject({ open: { amount: '70.00' } });
    expect((await standing(who)).sales).toMatchObject([{ owed: { amount: '80.00' }, open: { amount: '70.00' } }]);
    expect(await codeOf(pay(who, '70.01'))).toBe('CREDIT_PAID_TOO_MUCH');
    await pay(who, '70');
    expect(await codeOf(pay(who, '1'))).toBe('CREDIT_NOTHING_OPEN');
    expect(await faultsOf(shop)).toEqual([]);
  });

  test('is refused beyond the limit, to nobody, and where the tier grants none', async () => {
    const [who, silver] = [await shop.customer(), await shop.customer()];
    await shop.order(silver, '1500');
    const refused = (...asked: Parameters<typeof sold>) => codeOf(sold(...asked));
    expect(await refused(who, '500.01')).toBe('CREDIT_BEYOND_LIMIT');
    expect(await refused(who, '100', '100.01')).toBe('COUNTER_PAID_BEYOND_BILL');
    expect(await refused(who, '100', '0.001')).toBe('CREDIT_AMOUNT_UNFIT');
    expect(await refused(null, '100')).toBe('CREDIT_NEEDS_CUSTOMER');
    expect(await refused(silver, '100')).toBe('CREDIT_NOT_GRANTED');
    expect([await open(who), await open(silver)]).toEqual(['0.00', '0.00']);
    expect(await shop.in((ctx) => priceBasket(ctx, sale(silver, '100')))).toMatchObject({
      credit: null,
      onAccount: { amount: '0.00' },
      due: { amount: '100.00' },
    });
  });

  test('never passes the limit: ten tills at once sell five times each', async () => {
    const who = await shop.customer();
    const till = async () => {
      const answers: string[] = [];
      for (let n = 0; n < 5; n += 1) answers.push(await codeOf(sold(who, '30')));
      return answers;
    };
    const tills = (await Promise.all(Array.from({ length: 10 }, till))).flat();
    const done = tills.filter((one) => one === 'done').length;
    expect(tills.filter((one) => one !== 'done' && one !== 'CREDIT_BEYOND_LIMIT')).toEqual([]);
    expect([done, await open(who)]).toEqual([16, '480.00']);
    expect((await standing(who)).left?.amount).toBe('20.00');
    expect(await faultsOf(shop)).toEqual([]);
  });
});

describe('a refund', () => {
  test('makes what is open smaller, gives back in money what was paid, and taken back is owed again', async () => {
    const who = await shop.customer();
    const { orderId: id } = await sold(who, '200');
    await shop.in((ctx) => refundOrder(ctx, { id, amount: '50' }));
    await shop.settle();
    expect(await open(who)).toBe('150.00');
    await pay(who, '100');
    await shop.in((ctx) => changeOrder(ctx, { id, state: 'cancelled' }));
    await shop.settle();
    expect(await open(who)).toBe('0.00');
    await shop.in((ctx) => changeOrder(ctx, { id, state: 'placed' }));
    await shop.settle();
    expect(await open(who)).toBe('50.00');
    expect(await faultsOf(shop)).toEqual([]);
  });

  test('of the whole sale at the counter leaves nothing open at once, and nothing more after the news of it', async () => {
    const who = await shop.customer();
    const { orderId } = await sold(who, '120', '100');
    await pay(who, '30');
    const { backInMoney } = await shop.in((ctx) => refundSale(ctx, { id: orderId, reason: '茶味不对' }));
    expect([await open(who), backInMoney?.amount]).toEqual(['0.00', '50.00']);
    await shop.settle();
    const { items } = await shop.in((ctx) => listCreditEntries(ctx, { customerId: who, limit: 10 }));
    expect(items.map(({ kind, amount }) => [kind, amount.amount])).toEqual([
      ['give_back', '-70.00'],
      ['pay', '-30.00'],
      ['owe', '100.00'],
    ]);
  });
});

describe('a payment', () => {
  test('that was noted by mistake is taken back whole and once, by who may correct', async () => {
    const who = await shop.customer();
    await sold(who, '60');
    await sold(who, '40');
    const { actId: id } = await pay(who, '80');
    const back = (actor?: Parameters<typeof shop.in>[1]) =>
      codeOf(shop.in((ctx) => takePaymentBack(ctx, { id, reason: '记错了人' }), actor));
    expect(await back(clerk())).toBe('NOT_ALLOWED');
    const answers = await Promise.all(Array.from({ length: 6 }, () => back()));
    expect(answers.filter((one) => one === 'done')).toHaveLength(1);
    expect(await back()).toBe('CREDIT_PAYMENT_TAKEN_BACK');
    expect(await open(who)).toBe('100.00');
    const { items } = await shop.in((ctx) => listCreditEntries(ctx, { customerId: who, limit: 10 }));
    expect(items.filter(({ kind }) => kind === 'pay')).toMatchObject([
      { whole: { amount: '-80.00' }, reversible: false },
      { whole: { amount: '-80.00' }, reversible: false },
    ]);
    expect(await faultsOf(shop)).toEqual([]);
  });

  test('has one effect for one key, and thirty at once pay no more than is open', async () => {
    const who = await shop.customer();
    await sold(who, '100');
    const keyed = () => shop.in((ctx) => payCredit(ctx, { customerId: who, amount: '10', idempotencyKey: 'kasse-9' }));
    await keyed();
    await keyed();
    expect(await open(who)).toBe('90.00');
    const answers = await Promise.all(Array.from({ length: 30 }, () => codeOf(pay(who, '90'))));
    expect(answers.filter((one) => one === 'done')).toHaveLength(1);
    expect(await open(who)).toBe('0.00');
  });
});

test('what is overdue is on the desk with what is open, and leaves it when it is paid', async () => {
  const who = await shop.customer();
  await sold(who, '90');
  const due = addDays(shop.today, 30);
  const told = async (day: string) => {
    await shop.on(day, async (ctx) => {
      for (let after = await raiseOverdue(ctx, null); after !== null;) after = await raiseOverdue(ctx, after);
    });
    const [card] = await shop.on(day, (ctx) => cardsOf(ctx, [{ customer_id: who, stake: 0n }]));
    return card?.reasons.filter(({ kind }) => kind === 'credit_overdue').map(({ stake }) => stake.amount) ?? [];
  };
  expect(await told(due)).toEqual([]);
  const late = addDays(due, 1);
  expect(await told(late)).toEqual(['90.00']);
  expect(await shop.on(late, (ctx) => readCredit(ctx, { customerId: who }))).toMatchObject({
    overdue: { amount: '90.00' },
    sales: [{ overdue: true }],
  });
  await shop.on(late, (ctx) => payCredit(ctx, { customerId: who, amount: '40' }));
  expect(await told(late)).toEqual(['50.00']);
  await shop.on(late, (ctx) => payCredit(ctx, { customerId: who, amount: '50' }));
  expect(await told(late)).toEqual([]);
});

test('cards that are merged owe together, and parted again each owes its own', async () => {
  const [keep, other] = [await shop.customer('林小姐'), await shop.customer('林小姐')];
  await sold(keep, '100');
  await sold(other, '60');
  const { changeSet } = await shop.in((ctx) => mergeCustomers(ctx, { keep, merge: [other], fields: {} }));
  await shop.settle();
  expect([await open(keep), await open(other)]).toEqual(['160.00', '160.00']);
  await pay(other, '110');
  expect(await faultsOf(shop)).toEqual([]);
  await shop.in((ctx) => undoChangeSet(ctx, { id: changeSet }));
  await shop.settle();
  expect([await open(keep), await open(other)]).toEqual(['0.00', '50.00']);
  expect(await faultsOf(shop)).toEqual([]);
});

test('the shop’s list is what all of them owe, the first due first; what was changed by hand is found', async () => {
  const [sums, { items }] = [
    await shop.in(creditSummary),
    await shop.in((ctx) => listOpenCredits(ctx, { limit: 200 })),
  ];
  const cents = (amount: string) => Math.round(Number(amount) * 100);
  expect(items.reduce((sum, one) => sum + cents(one.open.amount), 0)).toBe(cents(sums.open.amount));
  expect(items.map(({ dueOn }) => dueOn)).toEqual(items.map(({ dueOn }) => dueOn).toSorted());
  const [first] = items;
  const paid = (minor: number) =>
    shop.in((ctx) =>
      sql`update loyalty_credits set paid_minor = paid_minor + ${minor}
        where workspace_id = ${shop.shop.id} and id = ${first?.id}`.execute(ctx.db),
    );
  await paid(1);
  expect(await faultsOf(shop)).toEqual([{ what: 'credit', id: first?.id }]);
  await paid(-1);
});
