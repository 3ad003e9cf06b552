import { test } from 'vitest';
import { testHouse } from '../../../kernel/testing/house.ts';
import '../../customers/module.ts';
import '../../orders/module.ts';
import '../module.ts';
import { againstReference } from './testing/against-reference.ts';
import { openTeaShop } from './testing/tea-shop.ts';

const house = await testHouse();

test('random conditions find whom a plain reading of them finds', async () => {
  await againstReference(house, await openTeaShop(house), 10_000);
}, 900_000);
