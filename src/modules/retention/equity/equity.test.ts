import { expect, test } from 'vitest';
import { actorWith, testHouse } from '../../../kernel/testing/house.ts';
import { addDays } from '../../../maths/calendar.ts';
import { createCustomersInBulk } from '../../customers/index.ts';
import '../../customers/module.ts';
import '../module.ts';
import { newId } from '../../../kernel/ids.ts';
import { recordOrder } from '../../orders/index.ts';
import { changeEconomics } from '../costs/economics.ts';
import { startRefresh } from '../refresh.ts';
import { readEquity, scoreValue } from './equity.ts';

const house = await testHouse();
const shop = await house.openWorkspace();
const fair = { product: 8, service: 6, staff: 9, image: 7, money: 5, time: 4, energy: 2, psychic: 1 };

test('a shop without purchases is worth nothing yet, and says so without breaking', async () => {
  expect(await house.in(shop, readEquity)).toMatchObject({ customers: 0, classes: [], delivered: null, until: null });
});

test('scores are of a customer or of a class; the newest of a person counts', async () => {
  const [id] = await house.in(shop, (ctx) => createCustomersInBulk(ctx, [{ name: '林小姐' }]));
  const colleague = { source: 'colleague' as const, ...fair };
  await expect(house.in(shop, (ctx) => scoreValue(ctx, colleague))).rejects.toMatchObject({
    code: 'VALUE_SCORE_OF_WHOM',
  });
  await expect(
    house.in(shop, (ctx) => scoreValue(ctx, { ...colleague, customerId: id, class: 'best' })),
  ).rejects.toMatchObject({ code: 'VALUE_SCORE_OF_WHOM' });
  await expect(house.in(shop, (ctx) => scoreValue(ctx, { ...colleague, customerId: shop.id }))).rejects.toMatchObject({
    code: 'VALUE_SCORE_CUSTOMER_UNKNOWN',
  });
  await house.in(shop, (ctx) => scoreValue(ctx, { ...colleague, customerId: id, product: 1 }));
  await house.in(shop, (ctx) => scoreValue(ctx, { ...colleague, customerId: id }));
  await house.in(shop, (ctx) => scoreValue(ctx, { ...colleague, class: 'best', service: 10 }));
  const { delivered, classes } = await house.in(shop, readEquity);
  expect(delivered).toMatchObject({ scores: 2, average: { product: 8, service: 8 } });
  expect(classes.find((one) => one.class === 'best')).toMatchObject({ delivered: { scores: 1, value: 22 } });
});

test('who only sees a customer does not score them', async () => {
  const [customerId] = await house.in(shop, (ctx) => createCustomersInBulk(ctx, [{ name: '别人的客户' }]));
  const reader = actorWith({ 'customers.read': 'all', 'retention.read': 'all', 'retention.edit': 'own' });
  const scored = house.in(shop, (ctx) => scoreValue(ctx, { source: 'colleague', ...fair, customerId }), reader);
  await expect(scored).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
});

test('the money is the rhythm’s until the shop can be forecast, then what is expected of each customer', async () => {
  const mine = await house.openWorkspace();
  const [id = ''] = await house.in(mine, (ctx) => createCustomersInBulk(ctx, [{ name: '老周' }]));
  await house.in(mine, async (ctx) => {
    for (const ago of [5, 35, 65, 95]) {
      const placedAt = `${addDays(ctx.today, -ago)}T12:00:00+08:00`;
      await recordOrder(ctx, { source: 'till', lines: [], total: '100.00', customer: { id }, placedAt });
    }
    await startRefresh(ctx);
  });
  const before = await house.in(mine, readEquity);
  expect(before).toMatchObject({ basis: 'rhythm', customers: 1 });
  expect(Number(before.total.amount)).toBeGreaterThan(0);
  await house.in(mine, async (ctx) => {
    const kept = { workspace_id: ctx.workspace.id, made_at: ctx.now, until: ctx.today };
    const told = JSON.stringify({ state: 'ready' });
    await ctx.db
      .insertInto('retention_prediction_runs')
      .values({ ...kept, id: newId(), state: 'ready', customers: 1, refused: 0, told })
      .execute();
    // Forecast, and nobody scored yet: nobody is worth nothing.
    expect(await readEquity(ctx)).toEqual(before);
    await ctx.db
      .insertInto('retention_predictions')
      .values({ workspace_id: mine.id, customer_id: id, p_buys: 0.9, expected_52: 8, value_52_minor: 90_000n })
      .execute();
    await changeEconomics(ctx, { marginPercent: 50, version: 0 });
  });
  expect(await house.in(mine, readEquity)).toMatchObject({ basis: 'predictions', total: { amount: '900.00' } });
});
