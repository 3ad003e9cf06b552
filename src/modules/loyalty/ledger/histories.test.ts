import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testHouse } from '../../../kernel/testing/house.ts';
import { follow, stepsOf, together } from '../testing/histories.ts';
import { faultsOf, loyaltyShop } from '../testing/shop.ts';

const house = await testHouse();
const shop = await loyaltyShop(house);

describe('any history of a customer', () => {
  test('says what a plain sum says', async () => {
    await fc.assert(
      fc.asyncProperty(stepsOf(12), (steps) => follow(shop, steps)),
      { numRuns: 20 },
    );
    expect(await faultsOf(shop)).toEqual([]);
  });

  test('by eight tills at once neither loses nor makes a point', async () => {
    await fc.assert(
      fc.asyncProperty(stepsOf(32), (steps) => together(shop, steps)),
      { numRuns: 4 },
    );
  });
});
