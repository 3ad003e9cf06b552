import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { asSystem, query } from '../../kernel/enter.ts';
import { testHouse } from '../../kernel/testing/house.ts';
import { addDays, daysBetween } from '../../maths/calendar.ts';
import { draws } from '../../../kits/retail/draws.ts';
import { rfmCuts, rfmGroup, rfmScore, type RfmFacts } from '../../maths/rfm.ts';
import { valueMatrixCuts, valueMatrixKey } from '../../maths/value-matrix.ts';
import { createCustomersInBulk } from '../customers/index.ts';
import '../customers/module.ts';
import { refreshPurchases, writeOrders, type ReadyOrder } from '../orders/index.ts';
import '../orders/module.ts';
import { divideShop } from './engine/divide.ts';
import { verifyClasses } from './engine/verify.ts';
import { changeSettings } from './schemes/settings.ts';

const house = await testHouse();

interface Purchase {
  who: number;
  day: string;
  minor: bigint;
}

/** The classes the database finds, beside those of the formulas, by number of customer. */
async function bothWays(purchases: readonly Purchase[]) {
  const shop = await house.openWorkspace();
  const who = [...new Set(purchases.map((purchase) => purchase.who))].sort((a, b) => a - b);
  const ids = await house.in(shop, async (ctx) => {
    for (const scheme of ['value-matrix', 'rfm'] as const) {
      await changeSettings(ctx, { scheme, version: 0, periodMonths: 0 });
    }
    const created = await createCustomersInBulk(
      ctx,
      who.map((number) => ({ name: `客户${number}` })),
    );
    const idOf = new Map(who.map((number, at) => [number, created[at] as string]));
    const orders = purchases.map((purchase, number) => orderOf(purchase, number, idOf.get(purchase.who) as string));
    await writeOrders(ctx, orders, null);
    await refreshPurchases(
      ctx,
      orders.map(({ customerId, day }) => ({ customerId: customerId as string, day })),
    );
    await divideShop(ctx);
    return idOf;
  });
  expect(await query(house.database, asSystem(shop), verifyClasses)).toEqual([]);
  const rows = await query(house.database, asSystem(shop), (ctx) =>
    ctx.db.selectFrom('class_members').select(['customer_id', 'scheme', 'key']).execute(),
  );
  const found = new Map(rows.map(({ customer_id, scheme, key }) => [`${scheme} ${customer_id}`, key]));
  const of = (scheme: string) => who.map((number) => found.get(`${scheme} ${ids.get(number)}`));
  return { matrix: of('value-matrix'), rfm: of('rfm'), expected: byFormula(who, purchases) };
}

function orderOf({ day, minor }: Purchase, number: number, customerId: string): ReadyOrder {
  return {
    customerId,
    source: 'till',
    externalId: `T${number}`,
    placedAt: new Date(`${day}T04:00:00Z`),
    day,
    currency: 'CNY',
    totalMinor: minor,
    state: 'placed',
    lines: [],
  };
}

function byFormula(who: readonly number[], purchases: readonly Purchase[]) {
  const asOf = purchases
    .map(({ day }) => day)
    .sort()
    .at(-1) as string;
  const facts: RfmFacts[] = who.map((number) => {
    const own = purchases.filter((purchase) => purchase.who === number);
    const days = [...new Set(own.map(({ day }) => day))].sort();
    return {
      recencyDays: daysBetween(days.at(-1) as string, asOf),
      frequency: days.length,
      monetary: own.reduce((sum, { minor }) => sum + Number(minor), 0),
    };
  });
  const buyers = facts.map(({ frequency, monetary }) => ({ frequency, average: monetary / frequency }));
  const cuts = rfmCuts(facts);
  const matrixCuts = valueMatrixCuts(buyers, 'mean');
  return {
    matrix: buyers.map(({ frequency, average }) => matrixCuts && valueMatrixKey(frequency, average, matrixCuts)),
    rfm: facts.map((fact) => cuts && rfmGroup(rfmScore(fact, cuts))),
  };
}

const cdnow = new URL('../../../../shared/data/cdnow/CDNOW_sample.txt', import.meta.url);
const hasData = existsSync(cdnow);
if (!hasData) process.stderr.write('CDNOW classes skipped: ../shared/data is not here\n');

describe('the database divides as the formulas do', () => {
  test.each([40, 150])('in a made-up shop of %i', async (size) => {
    const draw = draws(size);
    const purchases = Array.from({ length: size * 4 }, (_, number) => ({
      who: number < size ? number : draw.below(size),
      day: addDays('2026-01-01', draw.below(300)),
      minor: BigInt(100 + draw.below(50_000)),
    }));
    const { matrix, rfm, expected } = await bothWays(purchases);
    expect(matrix).toEqual(expected.matrix);
    expect(rfm).toEqual(expected.rfm);
    expect(new Set(rfm).size).toBeGreaterThan(4);
  });

  test.skipIf(!hasData)('in the CDNOW log', async () => {
    const purchases = readFileSync(cdnow, 'utf8')
      .split('\n')
      .flatMap((line): Purchase[] => {
        const [, who, day, , dollars] = line.trim().split(/\s+/);
        if (!who || !day || !dollars || Number(dollars) <= 0) return [];
        const civil = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
        return [{ who: Number(who), day: civil, minor: BigInt(Math.round(Number(dollars) * 100)) }];
      });
    const { matrix, rfm, expected } = await bothWays(purchases);
    expect(matrix).toEqual(expected.matrix);
    expect(rfm).toEqual(expected.rfm);
  });
});
