import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testHouse } from '../../../kernel/testing/house.ts';
import { follow, stepsOf, together } from '../testing/histories.ts';
import { faultsOf, loyaltyShop } from '../testing/shop.ts';

const house = await testHouse();

/** In parts: each is well within the time a test may take, on a slow machine too. */
const PARTS = Array.from({ length: 10 }, (_, n) => n + 1);

test.each(PARTS)('two thousand histories of up to two hundred steps say what a plain sum says: part %i', async () => {
  const shop = await loyaltyShop(house);
  await fc.assert(
    fc.asyncProperty(stepsOf(200), (steps) => follow(shop, steps)),
    { numRuns: 2_000 / PARTS.length },
  );
  expect(await faultsOf(shop)).toEqual([]);
});

test.each(PARTS)('and two hundred by eight tills at once: part %i', async () => {
  const shop = await loyaltyShop(house);
  await fc.assert(
    fc.asyncProperty(stepsOf(200), (steps) => together(shop, steps)),
    { numRuns: 200 / PARTS.length },
  );
});
