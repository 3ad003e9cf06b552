import { expect, test } from 'vitest';
import { testHouse } from '../../../kernel/testing/house.ts';
import { createCustomersInBulk } from '../../customers/index.ts';
import '../../customers/module.ts';
import '../module.ts';
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
