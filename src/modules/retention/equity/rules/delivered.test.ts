import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costSides, deliveredValue, valueSides, type Scores } from './delivered.ts';

const fair: Scores = { product: 8, service: 6, staff: 9, image: 7, money: 5, time: 4, energy: 2, psychic: 1 };

test('delivered value is all value less all cost, and names what is missing most', () => {
  expect(deliveredValue([fair])).toEqual({
    scores: 1,
    average: fair,
    value: 30 - 12,
    improvements: [
      { side: 'service', missing: 4 },
      { side: 'money', missing: 4 },
      { side: 'image', missing: 3 },
    ],
  });
});

test('of nobody is nothing, and who is served perfectly is given nothing to improve', () => {
  expect(deliveredValue([])).toBeNull();
  const best = { product: 10, service: 10, staff: 10, image: 10, money: 1, time: 1, energy: 1, psychic: 1 };
  expect(deliveredValue([best])).toMatchObject({ value: 36, improvements: [] });
});

test('lies between the worst and the best, in whatever order the scores come', () => {
  const score = fc.integer({ min: 1, max: 10 });
  const sides = Object.fromEntries([...valueSides, ...costSides].map((side) => [side, score]));
  fc.assert(
    fc.property(fc.array(fc.record(sides), { minLength: 1, maxLength: 20 }), (all) => {
      const told = deliveredValue(all as Scores[]);
      expect(Math.abs(told?.value ?? 99)).toBeLessThanOrEqual(36);
      expect(deliveredValue(all.toReversed() as Scores[])?.value).toBeCloseTo(told?.value ?? 0, 9);
    }),
  );
});
