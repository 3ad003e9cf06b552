import { describe, expect, test } from 'vitest';
import { testHouse } from '../../kernel/testing/house.ts';
import { settleReasons } from './reasons.ts';
import { addCustomer, late, LATE, raise } from './testing/shop.ts';

const house = await testHouse();
const shop = await house.openWorkspace();

function reasonsOf(customerId: string) {
  return house.database
    .reader(shop.id)
    .selectFrom('today_reasons')
    .select(['source', 'stake_minor', 'due_on', 'settled_by', 'show_from'])
    .where('customer_id', '=', customerId)
    .orderBy('source')
    .execute();
}

describe('raising a reason', () => {
  test('again for the same episode brings it up to date instead of adding another', async () => {
    const id = await addCustomer(house, shop);
    await raise(house, shop, late(id));
    await raise(house, shop, late(id, { stakeMinor: 25_000n, dueOn: '2026-12-01' }));
    expect(await reasonsOf(id)).toMatchObject([{ stake_minor: 25_000n, due_on: '2026-12-01', settled_by: null }]);
  });

  test('twice in one call counts once, the later one', async () => {
    const id = await addCustomer(house, shop);
    await raise(house, shop, late(id), late(id, { stakeMinor: 7n }));
    expect(await reasonsOf(id)).toMatchObject([{ stake_minor: 7n }]);
  });

  test('keeps the episodes of a customer apart', async () => {
    const id = await addCustomer(house, shop);
    await raise(house, shop, late(id, { source: 'a' }), late(id, { source: 'b' }));
    expect(await reasonsOf(id)).toHaveLength(2);
  });

  test('can wait for its day', async () => {
    const id = await addCustomer(house, shop);
    await raise(house, shop, late(id, { showFrom: '2999-01-01' }));
    expect(await reasonsOf(id)).toMatchObject([{ show_from: '2999-01-01' }]);
  });

  test('that its module had settled brings it back', async () => {
    const id = await addCustomer(house, shop);
    await raise(house, shop, late(id));
    await house.in(shop, (ctx) => settleReasons(ctx, { kind: LATE, customerIds: [id], by: 'bought' }));
    expect(await reasonsOf(id)).toMatchObject([{ settled_by: 'bought' }]);
    await raise(house, shop, late(id));
    expect(await reasonsOf(id)).toMatchObject([{ settled_by: null }]);
  });
});

test('settling by episode leaves the others open', async () => {
  const id = await addCustomer(house, shop);
  await raise(house, shop, late(id, { source: 'a' }), late(id, { source: 'b' }));
  await house.in(shop, (ctx) => settleReasons(ctx, { kind: LATE, sources: ['a'], by: 'bought' }));
  expect(await reasonsOf(id)).toMatchObject([{ settled_by: 'bought' }, { settled_by: null }]);
});
