import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chooseWeights,
  DEFAULT_WEIGHTS,
  neighboursIn,
  recallWith,
  recommend,
  similarity,
  type HeldBack,
  type Shelf,
} from './recommend.ts';

const nothing: Shelf<string> = { neighbours: () => [], popular: [] };
const names = (list: { goods: string }[]) => list.map(({ goods }) => goods);

describe('a list for one customer', () => {
  test('begins with what was bought again and again, the newest purchases counting most', () => {
    const list = recommend([['tea', 'cup'], ['tea'], ['cup'], ['rice']], nothing, DEFAULT_WEIGHTS, 10);
    expect(list.map(({ goods, times }) => [goods, times])).toEqual([
      ['tea', 2],
      ['cup', 2],
      ['rice', 1],
    ]);
    expect(list[0]?.score).toBeCloseTo(1 + 0.9, 12);
    expect(list[1]?.score).toBeCloseTo(1 + 0.81, 12);
  });

  test('adds what goes with the newest purchases, and says which one speaks for it', () => {
    const shelf: Shelf<string> = {
      ...nothing,
      neighbours: (goods) =>
        goods === 'tea'
          ? [
              { goods: 'cup', similarity: 0.4 },
              { goods: 'tray', similarity: 0.2 },
            ]
          : goods === 'rice'
            ? [{ goods: 'tray', similarity: 0.25 }]
            : [],
    };
    const list = recommend([['tea'], ['rice']], shelf, DEFAULT_WEIGHTS, 10);
    const [cup, tray] = ['cup', 'tray'].map((goods) => list.find((one) => one.goods === goods));
    // cup 0.4; tray 0.2 + 0.8 · 0.25 = 0.4: both are the likest.
    expect(cup?.parts.alike).toBeCloseTo(0.3, 12);
    expect(tray?.parts.alike).toBeCloseTo(0.3, 12);
    expect(tray?.because).toBe('tea');
  });

  test('falls back on what many buy, and leaves out what rests', () => {
    const popular = ['a', 'b', 'c'].map((goods, n) => ({ goods, share: 1 / (n + 1) }));
    expect(names(recommend([], { ...nothing, popular }, DEFAULT_WEIGHTS, 2))).toEqual(['a', 'b']);
    const resting = (goods: string) => goods === 'a';
    expect(names(recommend([['a']], { ...nothing, popular, resting }, DEFAULT_WEIGHTS, 2))).toEqual(['b', 'c']);
  });

  test('is never longer than asked, never doubles goods, and never rises', () => {
    const goods = fc.constantFrom(...'abcdefgh');
    const baskets = fc.array(fc.uniqueArray(goods, { maxLength: 5 }), { maxLength: 12 });
    fc.assert(
      fc.property(baskets, fc.array(fc.uniqueArray(goods), { maxLength: 30 }), (own, others) => {
        const neighbours = neighboursIn(others, { atLeast: 1 });
        const popular = [...'abc'].map((one, n) => ({ goods: one, share: 1 - n / 3 }));
        const shelf = { neighbours: (one: string) => neighbours.get(one) ?? [], popular };
        const list = recommend(own, shelf, DEFAULT_WEIGHTS, 4);
        expect(list.length).toBeLessThanOrEqual(4);
        expect(new Set(names(list)).size).toBe(list.length);
        list.forEach(({ score, parts }, n) => {
          expect(score).toBeLessThanOrEqual(list[n - 1]?.score ?? Number.POSITIVE_INFINITY);
          expect(parts.own + parts.alike + parts.popular).toBeCloseTo(score, 12);
          expect(parts.alike).toBeLessThanOrEqual(DEFAULT_WEIGHTS.alike + 1e-12);
        });
      }),
    );
  });
});

describe('neighbours', () => {
  test('are what the same baskets hold, shrunk where little was seen', () => {
    const found = neighboursIn([['a', 'b'], ['a', 'b'], ['a', 'c'], ['a']], { atLeast: 2 });
    expect(found.get('a')).toEqual([{ goods: 'b', similarity: 2 / (Math.sqrt(8) + 20) }]);
    expect(found.has('c')).toBe(false);
    expect(similarity(40, 50, 50)).toBeGreaterThan(10 * similarity(2, 3, 3) * 0.5);
  });

  test('speak alike in both directions, and never for themselves', () => {
    const baskets = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 9 })), { maxLength: 40 });
    fc.assert(
      fc.property(baskets, (all) => {
        const found = neighboursIn(all, { atLeast: 1 });
        for (const [one, list] of found) {
          for (const { goods, similarity: alike } of list) {
            expect(goods).not.toBe(one);
            expect(alike).toBeGreaterThan(0);
            expect(alike).toBeLessThan(1);
            expect(found.get(goods)?.find((other) => other.goods === one)?.similarity).toBeCloseTo(alike, 12);
          }
        }
      }),
    );
  });
});

describe('the weights', () => {
  const loyal = (n: number): HeldBack<string> => ({
    baskets: [['new'], [`own ${n}`], [`own ${n}`], [`own ${n}`]],
    bought: [`own ${n}`],
  });
  const popular = [{ goods: 'hit', share: 1 }];

  test('stay plain where nothing is clearly better, and are null without anybody to try them on', () => {
    expect(chooseWeights([], () => nothing, 10)).toEqual({ weights: DEFAULT_WEIGHTS, recall: null });
    const cases = Array.from({ length: 5 }, (_, n) => loyal(n));
    expect(chooseWeights(cases, () => nothing, 10)).toEqual({ weights: DEFAULT_WEIGHTS, recall: 1 });
  });

  test('follow the crowd where customers do', () => {
    const cases = Array.from({ length: 20 }, (_, n) => ({ ...loyal(n), bought: ['hit'] }));
    const { weights, recall } = chooseWeights(cases, () => ({ ...nothing, popular }), 1);
    expect(recall).toBe(1);
    expect(weights.popular).toBeGreaterThan(DEFAULT_WEIGHTS.popular);
    expect(recallWith(cases, () => ({ ...nothing, popular }), DEFAULT_WEIGHTS, 1)).toBe(0);
  });

  test('tell the same share as a list that is really made', () => {
    const goods = fc.constantFrom(...'abcdefghij');
    const one = fc.record({
      baskets: fc.array(fc.uniqueArray(goods, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
      bought: fc.uniqueArray(goods, { minLength: 1, maxLength: 4 }),
    });
    fc.assert(
      fc.property(one, (held) => {
        const list = new Set(names(recommend(held.baskets, { ...nothing, popular }, DEFAULT_WEIGHTS, 3)));
        const share = held.bought.filter((bought) => list.has(bought)).length / held.bought.length;
        expect(recallWith([held], () => ({ ...nothing, popular }), DEFAULT_WEIGHTS, 3)).toBeCloseTo(share, 12);
      }),
    );
  });
});
