import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LONGEST_HALF_YEARS, returnChances } from './chance.ts';

test('of a shop that has lost nobody for long is the first guess for everybody', () => {
  expect(returnChances([])).toEqual(Array.from({ length: LONGEST_HALF_YEARS + 1 }, () => 0.05));
});

test('of many is what was seen, of few nearly what is seen of all', () => {
  const [soon = 0, later = 0, rare = 0] = returnChances([
    { halfYears: 0, away: 2000, returned: 400 },
    { halfYears: 1, away: 1000, returned: 50 },
    { halfYears: 2, away: 2, returned: 2 },
  ]);
  expect(soon).toBeCloseTo(0.2, 2);
  expect(later).toBeCloseTo(0.05, 1);
  // Two of two are no proof that a longer silence is better.
  expect(rare).toBeLessThanOrEqual(later);
});

test('lies between never and always and never rises', () => {
  const row = fc.tuple(fc.nat(5000), fc.nat(100)).map(([away, percent]) => ({
    away,
    returned: Math.floor((away * percent) / 100),
  }));
  fc.assert(
    fc.property(fc.array(row, { maxLength: LONGEST_HALF_YEARS + 1 }), (rows) => {
      const chances = returnChances(rows.map((one, halfYears) => ({ halfYears, ...one })));
      for (const [n, chance] of chances.entries()) {
        expect(chance).toBeGreaterThan(0);
        expect(chance).toBeLessThanOrEqual(1);
        expect(chance).toBeLessThanOrEqual(chances[n - 1] ?? 1);
      }
    }),
  );
});
