import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Workspace } from '../../kernel/context.ts';
import { actorWith, testHouse, type TestHouse } from '../../kernel/testing/house.ts';
import { addDays } from '../../maths/calendar.ts';
import { readDesk } from './desk.ts';
import { listDone } from './done.ts';
import { onOutcome, onOutcomeTakenBack, type AnsweredCard } from './outcome-listeners.ts';
import { answerCard, takeBackOutcome, type Answer } from './outcomes.ts';
import { addCustomer, late, raise } from './testing/shop.ts';

let house: TestHouse;
let shop: Workspace;
let customer: string;
const heard: [string, AnsweredCard][] = [];

beforeAll(async () => {
  house = await testHouse();
  onOutcome(async (_ctx, card) => void heard.push(['answered', card]));
  onOutcomeTakenBack(async (_ctx, card) => void heard.push(['taken back', card]));
});

beforeEach(async () => {
  shop = await house.openWorkspace();
  customer = await addCustomer(house, shop, { name: '黄蓉' });
  await raise(house, shop, late(customer));
  heard.length = 0;
});

const seller = actorWith({ 'customers.read': 'all', 'today.work': 'all' }, { name: '林小雨' });
const answer = (facts: Partial<Answer>) =>
  house.in(shop, (ctx) => answerCard(ctx, { cardId: customer, outcome: 'done', ...facts }), seller);
const takeBack = (id: string) => house.in(shop, (ctx) => takeBackOutcome(ctx, { id }), seller);
const cards = async () => (await house.in(shop, (ctx) => readDesk(ctx, { whose: 'all', beyond: true }))).cards;
const done = () => house.in(shop, (ctx) => listDone(ctx, { limit: 50 }));

describe('answering a card', () => {
  test('takes it off the desk and keeps who did what', async () => {
    const { id } = await answer({ way: 'called', note: '想试试岩茶' });
    expect(await cards()).toEqual([]);
    expect((await done()).items).toMatchObject([
      {
        id,
        outcome: 'done',
        way: 'called',
        note: '想试试岩茶',
        by: '林小雨',
        customer: { id: customer, name: '黄蓉' },
      },
    ]);
  });

  test('is not undone by raising the same episode again, but by a new one', async () => {
    await answer({ outcome: 'wrong' });
    await raise(house, shop, late(customer));
    expect(await cards()).toEqual([]);
    await raise(house, shop, late(customer, { source: 'alert-2' }));
    expect(await cards()).toHaveLength(1);
  });

  test('with "later" hides it until the chosen day', async () => {
    const today = await house.in(shop, async (ctx) => ctx.today);
    expect(await answer({ outcome: 'later', until: addDays(today, 5) })).toMatchObject({ until: addDays(today, 5) });
    await raise(house, shop, late(customer, { stakeMinor: 99_999n }));
    expect(await cards()).toEqual([]);
    const inFiveDays = (ctx: Parameters<typeof readDesk>[0]) =>
      readDesk({ ...ctx, today: addDays(today, 5) }, { whose: 'all', beyond: true });
    expect((await house.in(shop, inFiveDays)).cards).toHaveLength(1);
  });

  test('with "later" and no day brings it back in three days', async () => {
    const today = await house.in(shop, async (ctx) => ctx.today);
    expect(await answer({ outcome: 'later' })).toMatchObject({ until: addDays(today, 3) });
  });

  test.each(['2020-01-01', '2999-01-01'])('with "later" refuses %s', async (until) => {
    await expect(answer({ outcome: 'later', until })).rejects.toMatchObject({ code: 'TODAY_DAY_UNFIT' });
  });

  test('concerns only the reasons that were seen', async () => {
    await raise(house, shop, late(customer, { source: 'complaint' }));
    const seen = (await cards())[0]?.reasons.find((reason) => reason.source === 'alert-1');
    await answer({ reasonIds: [seen?.id as string] });
    expect((await cards())[0]?.reasons.map((reason) => reason.source)).toEqual(['complaint']);
  });

  test('works once: who comes second finds nothing', async () => {
    const both = await Promise.allSettled([answer({}), answer({})]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(answer({})).rejects.toMatchObject({ code: 'TODAY_CARD_NOT_FOUND' });
  });

  test('of a customer one may not see is refused like an unknown one', async () => {
    const stranger = actorWith({ 'customers.read': 'own', 'today.work': 'own' });
    const trying = house.in(shop, (ctx) => answerCard(ctx, { cardId: customer, outcome: 'done' }), stranger);
    await expect(trying).rejects.toMatchObject({ code: 'TODAY_CARD_NOT_FOUND' });
  });

  test('is told to the module that raised the reasons', async () => {
    await answer({ outcome: 'wrong', note: '已经搬走' });
    expect(heard).toMatchObject([
      [
        'answered',
        {
          customerId: customer,
          outcome: 'wrong',
          note: '已经搬走',
          reasons: [{ source: 'alert-1', stakeMinor: 10_000n }],
        },
      ],
    ]);
  });
});

describe('taking an answer back', () => {
  test('puts the card back as it was', async () => {
    const before = await cards();
    const { id } = await answer({ way: 'visited' });
    await takeBack(id);
    expect(await cards()).toEqual(before);
    expect((await done()).items).toEqual([]);
    expect(heard.map(([what]) => what)).toEqual(['answered', 'taken back']);
  });

  test('undoes "later" too', async () => {
    const before = await cards();
    const { id } = await answer({ outcome: 'later' });
    await takeBack(id);
    expect(await cards()).toEqual(before);
  });

  test('twice does it once', async () => {
    const { id } = await answer({});
    await takeBack(id);
    await takeBack(id);
    expect(heard).toHaveLength(2);
  });

  test('is refused the next day', async () => {
    const { id } = await answer({});
    const tomorrow = house.in(shop, (ctx) => takeBackOutcome({ ...ctx, today: addDays(ctx.today, 1) }, { id }), seller);
    await expect(tomorrow).rejects.toMatchObject({ code: 'TODAY_OUTCOME_TOO_OLD' });
  });

  test('of somebody else’s customer is refused like an unknown one', async () => {
    const { id } = await answer({});
    const stranger = actorWith({ 'customers.read': 'own', 'today.work': 'own' });
    await expect(house.in(shop, (ctx) => takeBackOutcome(ctx, { id }), stranger)).rejects.toMatchObject({
      code: 'TODAY_OUTCOME_NOT_FOUND',
    });
  });
});

test('the answers of a day come in pages, newest first', async () => {
  const second = await addCustomer(house, shop, { name: '郭靖' });
  await raise(house, shop, late(second));
  await answer({});
  await answer({ cardId: second });
  const first = await house.in(shop, (ctx) => listDone(ctx, { limit: 1 }));
  expect(first.items.map((item) => item.customer.name)).toEqual(['郭靖']);
  const rest = await house.in(shop, (ctx) => listDone(ctx, { limit: 1, cursor: first.nextCursor ?? '' }));
  expect(rest).toMatchObject({ items: [{ customer: { name: '黄蓉' } }], nextCursor: null, count: { value: 2 } });
});

test('a mangled cursor is bad input', async () => {
  const cursor = Buffer.from('["x"]').toString('base64url');
  await expect(house.in(shop, (ctx) => listDone(ctx, { limit: 1, cursor }))).rejects.toMatchObject({
    code: 'BAD_INPUT',
  });
});
