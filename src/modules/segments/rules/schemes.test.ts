import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contactsAMonth, fitOf } from './fit.ts';
import { expectedOf, intentionOf, WEIGHTS } from './intention.ts';
import { placeAmong, standardFigures } from './playbooks.ts';
import { BUILT_IN } from './built-in.ts';
import { classAt, directionOf, levelIn, ownScheme, type Scheme } from './schemes.ts';
import { stabilityOf, type Trade } from './stability.ts';

const named = (key: string) => BUILT_IN.find((scheme) => scheme.key === key) as Scheme;

describe('a class', () => {
  test.each([
    ['value-matrix', [2, 2], 'best'],
    ['value-matrix', [1, 2], 'spender'],
    ['e-class', [2, 1], 'EII'],
    ['e-class', [1, 2], 'EIII'],
    ['p-class', [2, 2], 'PI'],
    ['pyramid', [4, 2], 'top'],
    ['pyramid', [4, 1], 'negative'],
    ['buyer-kind', [1, 2], 'occasional'],
    ['buyer-kind', [2, 1], 'irregular'],
    ['rfm', [5, 5, 5], 'champions'],
    ['rfm', [1, 1, 1], 'lost'],
  ])('of %s at levels %j is %s', (key, levels, expected) => {
    expect(classAt(named(key), levels)).toBe(expected);
  });

  test.each(BUILT_IN.filter(({ population }) => population !== 'tastes'))(
    'of $key is one that is shown, ranked and advised, whatever the levels',
    ({ key, table, classes, ranking, measures, scale }) => {
      expect(table).toHaveLength(measures.reduce((product, { levels }) => product * (scale ?? levels), 1));
      expect(new Set(table)).toEqual(new Set(classes));
      expect([...ranking].sort()).toEqual([...classes].sort());
      for (const one of classes) expect(standardFigures(key, one, null).rhythmDays).toBeGreaterThanOrEqual(0);
    },
  );

  test('of an own scheme is named by its levels, the highest of both the best', () => {
    const axes = { across: 'frequency', acrossLevels: 3, up: 'money', upLevels: 2 } as const;
    const scheme = ownScheme('own-1', axes, { name: '我的', names: {}, version: 1 });
    expect(classAt(scheme, [3, 1])).toBe('3-1');
    expect(scheme.classes).toEqual(['1-2', '2-2', '3-2', '1-1', '2-1', '3-1']);
    expect(scheme.ranking[0]).toBe('3-2');
    expect(scheme.ranking.at(-1)).toBe('1-1');
    expect(placeAmong(scheme.ranking, '3-2')).toBe(0);
    expect(placeAmong(scheme.ranking, '1-1')).toBe(2);
  });

  test.each([
    [5, [], 5, 3],
    [5, [], 2, 1],
    [4.9, [5], 2, 1],
    [5, [5], 2, 2],
    [7, [5], 5, 5],
    [7, [5, 9], 5, 3],
  ])('a value of %d under the cuts %j is on level %d → %d', (value, bounds, levels, expected) => {
    expect(levelIn(value, bounds, levels)).toBe(expected);
  });

  test('a move up is one to a better class; out of all classes is neither', () => {
    expect(directionOf(named('e-class'), 'EII', 'EI')).toBe(1);
    expect(directionOf(named('e-class'), 'EI', 'EIV')).toBe(-1);
    expect(directionOf(named('e-class'), 'EI', null)).toBe(0);
    expect(directionOf(named('preference'), '茶', '*mixed')).toBe(0);
  });
});

describe('stability', () => {
  const year: Trade = {
    days: 12,
    money: 1200,
    months: 12,
    quarters: 4,
    monthsKnown: 12,
    quartersKnown: 4,
    quarterSquares: 4 * 300 ** 2,
    daySquares: 12 * 100 ** 2,
  };

  test('is full for the same amount every month', () => {
    expect(stabilityOf(year).points).toBe(100);
  });

  test('of one trade is none', () => {
    expect(stabilityOf({ ...year, days: 1, months: 1, quarters: 1 }).points).toBe(0);
  });

  test('of two purchases in one month of six is the mean of its four parts', () => {
    const once = { days: 2, money: 200, months: 1, quarters: 1, monthsKnown: 6, quartersKnown: 2 };
    const parts = stabilityOf({ ...once, quarterSquares: 200 ** 2, daySquares: 2 * 100 ** 2 });
    expect(parts).toMatchObject({ monthsShare: 1 / 6, quartersShare: 0.5, quartersEven: 0.5, tradesEven: 1 });
    expect(parts.points).toBe(54.2);
  });

  test('lies between 0 and 100 whatever the trade', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 11 }), fc.integer({ min: 1, max: 1e9 })), { minLength: 1 }),
        (days) => {
          const quarters = new Map<number, number>();
          for (const [month, amount] of days) {
            quarters.set(Math.floor(month / 3), (quarters.get(Math.floor(month / 3)) ?? 0) + amount);
          }
          const { points } = stabilityOf({
            days: days.length,
            money: days.reduce((sum, [, amount]) => sum + amount, 0),
            months: new Set(days.map(([month]) => month)).size,
            quarters: quarters.size,
            monthsKnown: 12,
            quartersKnown: 4,
            quarterSquares: [...quarters.values()].reduce((sum, amount) => sum + amount ** 2, 0),
            daySquares: days.reduce((sum, [, amount]) => sum + amount ** 2, 0),
          });
          expect(points).toBeGreaterThanOrEqual(0);
          expect(points).toBeLessThanOrEqual(100);
        },
      ),
    );
  });
});

test('intention is the sum of the points of what is known', () => {
  expect(intentionOf(new Set(['phone', 'visited']), WEIGHTS)).toBe(40);
  expect(intentionOf(new Set(['refused']), WEIGHTS)).toBe(-40);
});

test('a source of few buyers is drawn to the shop’s mean', () => {
  expect(expectedOf({ buyers: 5, mean: 3000 }, 1000)).toBe(2000);
  expect(expectedOf(undefined, 1000)).toBe(1000);
});

test('the fit of a class is the mean of what was answered', () => {
  expect(fitOf({ wants: 5, reach: 2, able: null })).toBe(3.5);
  expect(fitOf({})).toBeNull();
  expect(contactsAMonth(90, 45)).toBe(60);
  expect(contactsAMonth(90, 0)).toBe(0);
});
