import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelOf, naturalBounds, percentileBounds, rankBounds, thresholdBounds } from './cuts.ts';

const values = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 300 });
const times = (count: number, value: number) => Array<number>(count).fill(value);

describe('cuts by rank', () => {
  it('keeps ties together and still spreads the others: 1, 2, 3–5, 6 and more', () => {
    const visits = [...times(60, 1), ...times(13, 2), ...times(6, 3), ...times(4, 4), ...times(3, 5), ...times(14, 6)];
    expect(rankBounds(visits, 4)).toEqual([2, 3, 6]);
  });

  it('makes equal fifths where all differ', () => {
    expect(
      rankBounds(
        Array.from({ length: 100 }, (_, index) => index),
        5,
      ),
    ).toEqual([20, 40, 60, 80]);
  });

  it('has one level where all are equal, two where there are two values', () => {
    expect(rankBounds(times(50, 7), 5)).toEqual([]);
    expect(rankBounds([...times(90, 1), ...times(10, 2)], 5)).toEqual([2]);
    expect(rankBounds([], 5)).toEqual([]);
  });

  it('makes no more levels than asked, none empty, in order', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 7 }), (list, levels) => {
        const bounds = rankBounds(list, levels);
        expect(bounds).toEqual(thresholdBounds(bounds));
        const used = new Set(list.map((value) => levelOf(value, bounds)));
        expect([...used].sort()).toEqual(Array.from({ length: bounds.length + 1 }, (_, index) => index + 1));
        expect(used.size).toBeLessThanOrEqual(levels);
        if (new Set(list).size >= levels) expect(used.size).toBe(levels);
      }),
    );
  });
});

describe('cuts by percentile and by threshold', () => {
  it('puts the best fifth above 80 %', () => {
    const list = Array.from({ length: 10 }, (_, index) => index + 1);
    expect(percentileBounds(list, [80])).toEqual([9]);
    expect(percentileBounds(list, [50, 80, 95])).toEqual([6, 9, 10]);
    expect(percentileBounds([], [50])).toEqual([]);
    expect(percentileBounds(times(9, 4), [50])).toEqual([]);
  });

  it('reads typed bounds in any order', () => {
    expect(thresholdBounds([1000, 100, 100, Number.NaN])).toEqual([100, 1000]);
    expect([99, 100, 5000].map((value) => levelOf(value, [100, 1000]))).toEqual([1, 2, 3]);
  });
});

describe('natural breaks', () => {
  const counts = (...values: number[]) => values.map((value) => ({ value, count: 1 }));

  it('lie where the values lie furthest apart', () => {
    expect(naturalBounds(counts(1, 2, 3, 20, 21, 22, 90, 91), 3)).toEqual([20, 90]);
    expect(
      naturalBounds(
        [
          { value: 1, count: 1000 },
          { value: 2, count: 1 },
          { value: 9, count: 1 },
        ],
        2,
      ),
    ).toEqual([9]);
  });

  it('are none where there are fewer values than levels', () => {
    expect(naturalBounds(counts(5), 2)).toBeNull();
    expect(naturalBounds([], 2)).toBeNull();
  });

  it('leave less spread within the levels than any other cut', () => {
    const within = (values: readonly number[]) => {
      const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
      return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
    };
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 12 }), (drawn) => {
        const values = drawn.toSorted((a, b) => a - b);
        const [bound = 0] = naturalBounds(counts(...values), 2) ?? [];
        const spread = (at: number) => within(values.filter((v) => v < at)) + within(values.filter((v) => v >= at));
        const least = Math.min(...values.slice(1).map(spread));
        expect(spread(bound)).toBeCloseTo(least, 6);
      }),
    );
  });
});
