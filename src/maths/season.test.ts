import { expect, it } from 'vitest';
import { seasonOf } from './season.ts';

const autumn = (years: number, base: number) =>
  Array.from({ length: years * 12 }, (_, m) => base * (m % 12 >= 8 && m % 12 <= 10 ? 2 : 1) * (1 + m / 100));

it('an autumn business sells twice as much in autumn, although it grows', () => {
  const season = seasonOf(autumn(3, 1000), 0) ?? [];
  expect(season).toHaveLength(12);
  expect((season[9] ?? 0) / (season[3] ?? 1)).toBeCloseTo(2, 1);
});

it('months are counted from the one the shop began in', () => {
  const season = seasonOf(autumn(2, 1000), 3) ?? [];
  // September to November of the pattern are months 8 to 10 after April.
  expect(season.indexOf(Math.max(...season))).toBe(1);
});

it('what scatters by chance alone is no season', () => {
  const few = Array.from({ length: 36 }, (_, m) => 10 + ((m * 7) % 5) - 2);
  for (const ratio of seasonOf(few, 0) ?? []) expect(Math.abs(ratio - 1)).toBeLessThan(0.05);
});

it('two years are needed, and sales', () => {
  expect(seasonOf(autumn(1, 1000), 0)).toBeNull();
  expect(
    seasonOf(
      Array.from({ length: 30 }, () => 0),
      0,
    ),
  ).toBeNull();
});
