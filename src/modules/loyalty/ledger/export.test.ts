import { expect, test } from 'vitest';
import type { Actor } from '../../../kernel/access.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { actorWith } from '../../../kernel/testing/house.ts';
import { createCustomersInBulk } from '../../customers/index.ts';
import { codeOf, loyaltyShop } from '../testing/shop.ts';
import { pointsToFile } from './export-kind.ts';
import { earnPoints } from './points.ts';

const house = await testHouse();
const shop = await loyaltyShop(house);

async function file(query: Record<string, string> = {}, actor?: Actor) {
  return shop.in(async (ctx) => {
    const lines: unknown[][] = [];
    for await (const rows of pointsToFile.rows(ctx, query)) lines.push(...rows);
    return lines;
  }, actor);
}

test('the ledger as a file has every entry with whose it is, and no column that nobody asked for', async () => {
  const [id] = await shop.in((ctx) => createCustomersInBulk(ctx, [{ name: '林小姐', externalId: 'K7' }]));
  await shop.in((ctx) => earnPoints(ctx, { customerId: id as string, points: 300, quantity: 1, reason: '补登' }));
  const [line] = await file();
  expect(line).toEqual([shop.today, 'K7', '林小姐', expect.any(String), '300', '300', '补登', expect.any(String)]);
  expect(await codeOf(file({ phone: '1' }))).toBe('BAD_INPUT');
  const own = actorWith({ 'customers.read': 'own', 'loyalty.export': 'own' }, { memberId: crypto.randomUUID() });
  expect(await file({}, own)).toEqual([]);
});
