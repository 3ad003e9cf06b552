import { expect, test } from 'vitest';
import { actorWith, testHouse } from '../../kernel/testing/house.ts';
import { answerCard, takeBackOutcome } from './outcomes.ts';
import { addCustomer, late, raise } from './testing/shop.ts';
import { answersOnTimeline } from './timeline.ts';

const house = await testHouse();
const seller = actorWith({ 'customers.read': 'all', 'today.work': 'all' }, { name: '林小雨' });

test('the card of a customer tells who cared for them, how, and what was said', async () => {
  const shop = await house.openWorkspace();
  const id = await addCustomer(house, shop);
  const answer = async (source: string, facts: Omit<Parameters<typeof answerCard>[1], 'cardId'>) => {
    await raise(house, shop, late(id, { source }));
    return house.in(shop, (ctx) => answerCard(ctx, { cardId: id, ...facts }), seller);
  };
  await answer('a', { outcome: 'done', way: 'called', note: '想试试岩茶' });
  const mistaken = await answer('b', { outcome: 'wrong' });
  await house.in(shop, (ctx) => takeBackOutcome(ctx, { id: mistaken.id }), seller);
  await answer('c', { outcome: 'later' });

  const read = (limit: number, before: Parameters<typeof answersOnTimeline.read>[2] = null) =>
    house.in(shop, (ctx) => answersOnTimeline.read(ctx, id, before, limit, [id]));
  const [latest, ...rest] = await read(10);
  expect(latest?.text).toMatchObject({
    key: 'today:timeline.later',
    values: { until: expect.stringMatching(/\w+ \d+/) },
  });
  expect(rest).toMatchObject([{ text: { key: 'today:timeline.done.called' }, by: '林小雨', body: '想试试岩茶' }]);
  expect(await read(10, latest)).toEqual(rest);
});
