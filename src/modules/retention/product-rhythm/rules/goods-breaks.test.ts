import { describe, expect, test } from 'vitest';
import { addDays } from '../../../../maths/calendar.ts';
import { tradePrior } from '../../../../maths/rhythm-prior.ts';
import { goodsBreaks, type GoodsLine, type PurchaseDay } from './goods-breaks.ts';
import { goodsPrior, goodsRhythm, tooSoon } from './goods-rhythm.ts';

const TODAY = '2026-11-25';
const kinds: Record<string, string> = { black: 'tea', green: 'tea', cup: 'ware', cake: 'cakes' };
const knowing = {
  until: TODAY,
  priorOf: () => ({ ...tradePrior(14), withinVariance: 0.1 }),
  categoryOf: (id: string) => kinds[id] ?? null,
  yearMinor: 1_000_00,
};

function line(productId: string, quantity = 1, minor = 100_00): GoodsLine {
  return { productId, quantity, minor };
}

/** Every 14 days, the newest first. */
function days(baskets: GoodsLine[][]): PurchaseDay[] {
  return baskets.map((lines, n) => ({ on: addDays(TODAY, -3 - 14 * n), lines }));
}

const times = <T>(n: number, value: T): T[] => Array.from({ length: n }, () => value);
const found = (baskets: GoodsLine[][]) => goodsBreaks(days(baskets), knowing).map(({ kind, what }) => [kind, what]);

describe('what changed in the basket of somebody who still comes', () => {
  const both = [line('black'), line('cake')];
  test.each<[string, GoodsLine[][], (string | null)[][]]>([
    ['nothing, while all is as before', times(10, both), []],
    [
      'goods and their kind that are missing on three visits',
      [...times(3, [line('black')]), ...times(8, both)],
      [
        ['goods_stopped', 'cake'],
        ['mix_changed', 'cakes'],
      ],
    ],
    ['not yet after one visit without', [...times(1, [line('black')]), ...times(8, both)], []],
    [
      'not where another of the same kind took its place',
      [...times(3, [line('green')]), ...times(8, [line('black')])],
      [],
    ],
    ['not goods bought now and then', [...times(3, [line('black')]), both, ...times(8, [line('black')])], []],
    [
      'fewer pieces a time',
      [...times(3, [line('black', 2)]), ...times(7, [line('black', 6)])],
      [['quantity_down', null]],
    ],
    ['not with a short history', [...times(3, [line('black')]), ...times(2, both)], []],
  ])('%s', (_, baskets, expected) => {
    expect(found(baskets).toSorted()).toEqual(expected.toSorted());
  });

  test('money that sinks slowly', () => {
    const amounts = [20, 22, 25, 28, 33, 40, 48, 55, 80, 80, 80, 80, 80, 80].map((yuan) => yuan * 100);
    const sinking = amounts.map((minor) => [line('black', 1, minor)]);
    expect(found(sinking)).toEqual([['amount_drift', null]]);
    expect(found(sinking.toReversed())).toEqual([]);
  });

  test('is worth its share of a year', () => {
    const [gravest] = goodsBreaks(days([...times(3, [line('black')]), ...times(8, both)]), knowing);
    expect(gravest).toMatchObject({ before: 8, since: 3, stakeMinor: 500_00n });
  });

  test('says nothing of free goods, no purchase or one purchase day', () => {
    expect(found([])).toEqual([]);
    expect(found([both])).toEqual([]);
    expect(found([...times(3, [line('black', 1, 0)]), ...times(8, [line('black', 1, 0), line('cake', 1, 0)])])).toEqual(
      [['goods_stopped', 'cake']],
    );
  });
});

describe('the rhythm of the same goods', () => {
  const known = { customers: 40, rebuyers: 30, rebuyLn: 30 * Math.log(20) };

  test('leans on what others do with them, the less the more is known', () => {
    const prior = goodsPrior(tradePrior(90), known);
    const once = goodsRhythm([TODAY], prior, TODAY);
    const twice = goodsRhythm([addDays(TODAY, -40), addDays(TODAY, -10)], prior, TODAY);
    const often = goodsRhythm(
      [90, 80, 70, 60, 50, 40, 30, 20, 10].map((n) => addDays(TODAY, -n)),
      prior,
      TODAY,
    );
    expect(once).toBeNull();
    expect(twice?.usualDays).toBeGreaterThan(20);
    expect(twice?.usualDays).toBeLessThan(30);
    expect(often).toMatchObject({ times: 9, sinceDays: 10 });
    expect(often?.usualDays).toBeLessThan(13);
  });

  test.each([
    ['within half the usual days', 14, 30, known, true],
    ['after them', 15, 30, known, false],
    ['within two years of what hardly anybody buys twice', 400, 30, { customers: 100, rebuyers: 2, rebuyLn: 6 }, true],
    ['after them', 731, 30, { customers: 100, rebuyers: 2, rebuyLn: 6 }, false],
    ['few buyers say nothing of how long it lasts', 400, 30, { customers: 5, rebuyers: 0, rebuyLn: 0 }, false],
  ])('is not offered again %s', (_, since, usual, rebuying, expected) => {
    expect(tooSoon(since, usual, rebuying)).toBe(expected);
  });
});
