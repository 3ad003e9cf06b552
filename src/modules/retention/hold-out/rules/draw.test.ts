import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawHoldOut, scoreOf, smallestVisible, verdictOf, type Candidate } from './draw.ts';

const crowd = (name: string, count: number): Candidate[] =>
  Array.from({ length: count }, (_, n) => ({ id: `${name}${n}`, class: name, score: ((n * 37) % 101) / 101 }));

describe('the draw', () => {
  test('holds back the share within each class', () => {
    const held = drawHoldOut([...crowd('best', 40), ...crowd('uncertain', 100)], 0.1, () => 0.99);
    expect([...held].filter((id) => id.startsWith('best'))).toHaveLength(4);
    expect([...held].filter((id) => id.startsWith('uncertain'))).toHaveLength(10);
  });

  test('of a single alert follows the coin, and of a share of nought holds nothing back', () => {
    expect(drawHoldOut(crowd('best', 1), 0.1, () => 0.09).size).toBe(1);
    expect(drawHoldOut(crowd('best', 1), 0.1, () => 0.11).size).toBe(0);
    expect(drawHoldOut(crowd('best', 50), 0, () => 0).size).toBe(0);
  });

  test('does not depend on the order in which the alerts come', () => {
    const one = crowd('best', 33);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(one, { minLength: 33 }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        (mixed, share) => {
          expect(drawHoldOut(mixed, share, () => 0.3)).toEqual(drawHoldOut(one, share, () => 0.3));
        },
      ),
    );
  });

  test('takes its numbers from a mark', () => {
    expect(scoreOf('AAAAAAAA')).toBe(0);
    expect(scoreOf('________')).toBeCloseTo(1, 9);
  });
});

test.each([
  [{ percent: 0, shown: 0, withheld: 0 }, 'off'],
  [{ begun: false, shown: 0, withheld: 0 }, 'not_begun'],
  [{ shown: 0, withheld: 0 }, 'too_few'],
  [{ withheld: 29 }, 'too_few'],
  [{ interval: { low: -0.02, high: 0.1 } }, 'no_difference'],
  [{ interval: { low: 0.01, high: 0.1 } }, 'helps'],
  [{ interval: { low: -0.1, high: -0.01 } }, 'harms'],
])('of %j is said: %s', (facts, verdict) => {
  const usual = { percent: 10, begun: true, shown: 300, withheld: 40, interval: null };
  expect(verdictOf({ ...usual, ...facts })).toBe(verdict);
});

test('the smallest visible difference is the usual formula', () => {
  expect(smallestVisible(0.3, 900, 100)).toBeCloseTo(2.8 * Math.sqrt(0.21 * (1 / 900 + 1 / 100)), 12);
  expect(smallestVisible(0.3, 0, 10)).toBeNull();
  expect(smallestVisible(0, 10, 1)).toBeLessThanOrEqual(1);
});
