import { expect, test } from 'vitest';
import { testHouse } from '../../kernel/testing/house.ts';
import { changeSettings, readSettings } from './settings.ts';

const house = await testHouse();

test('a day holds twenty customers until somebody says otherwise', async () => {
  const shop = await house.openWorkspace();
  expect(await house.in(shop, readSettings)).toEqual({ capacity: 20, birthdayDays: 7, version: 0 });
  await house.in(shop, (ctx) => changeSettings(ctx, { version: 0, capacity: 8 }));
  expect(await house.in(shop, readSettings)).toEqual({ capacity: 8, birthdayDays: 7, version: 1 });
});

test('of two who change it at once the second is told to look first', async () => {
  const shop = await house.openWorkspace();
  await house.in(shop, (ctx) => changeSettings(ctx, { version: 0, capacity: 8 }));
  await expect(house.in(shop, (ctx) => changeSettings(ctx, { version: 0, capacity: 30 }))).rejects.toMatchObject({
    code: 'STALE',
    data: { current: { capacity: 8, version: 1 } },
  });
});
