import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testHouse } from '../../../kernel/testing/house.ts';
import { follow, stepsOf, together } from '../testing/histories.ts';
import { faultsOf, loyaltyShop } from '../testing/shop.ts';

const house = await testHouse();

test('two thousand histories of up to two hundred steps say what a plain sum says', async () => {
  const shop = await loyaltyShop(house);
  await fc.assert(
    fc.asyncProperty(stepsOf(200), (steps) => follow(shop, steps)),
    { numRuns: 2_000 },
  );
  expect(await faultsOf(shop)).toEqual([]);
});

test('and two hundred by eight tills at once', async () => {
  const shop = await loyaltyShop(house);
  await fc.assert(
    fc.asyncProperty(stepsOf(200), (steps) => together(shop, steps)),
    { numRuns: 200 },
  );
});
