import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kaplanMeier, medianSurvival, type LifeTableRow } from './survival.ts';

/** Weeks in remission under 6-MP, Freireich and others 1963: the textbook's 21 patients. */
const remission: LifeTableRow[] = [
  [6, 3, 1],
  [7, 1, 0],
  [9, 0, 1],
  [10, 1, 1],
  [11, 0, 1],
  [13, 1, 0],
  [16, 1, 0],
  [17, 0, 1],
  [19, 0, 1],
  [20, 0, 1],
  [22, 1, 0],
  [23, 1, 0],
  [25, 0, 1],
  [32, 0, 2],
  [34, 0, 1],
  [35, 0, 1],
].map(([time = 0, ended = 0, censored = 0]) => ({ time, ended, censored }));

describe('survival', () => {
  test('of the 6-MP patients is the published one', () => {
    const curve = new Map(kaplanMeier(remission).map((point) => [point.time, point]));
    for (const [time, share] of [
      [6, 0.857],
      [7, 0.807],
      [10, 0.753],
      [13, 0.69],
      [16, 0.627],
      [22, 0.538],
      [23, 0.448],
    ] as const) {
      expect(curve.get(time)?.share).toBeCloseTo(share, 3);
    }
    // log(−log S), as R's survfit(conf.type = "log-log") has it.
    expect(curve.get(6)?.low).toBeCloseTo(0.6197, 3);
    expect(curve.get(6)?.high).toBeCloseTo(0.9516, 3);
    expect(medianSurvival([...curve.values()])).toBe(23);
  });

  test('of nobody is nothing, and of people who all stay has no median', () => {
    expect(kaplanMeier([])).toEqual([]);
    const all = kaplanMeier([{ time: 5, ended: 0, censored: 4 }]);
    expect(all).toEqual([{ time: 5, share: 1, low: 1, high: 1, atRisk: 4 }]);
    expect(medianSurvival(all)).toBeNull();
  });

  test('falls, stays within its bounds, and equals the plain share where nobody is censored', () => {
    const row = fc.record({ time: fc.nat(60), ended: fc.nat(9), censored: fc.nat(9) });
    fc.assert(
      fc.property(fc.uniqueArray(row, { selector: ({ time }) => time, maxLength: 20 }), (rows) => {
        let before = 1;
        for (const { share, low, high } of kaplanMeier(rows)) {
          expect(share).toBeLessThanOrEqual(before);
          expect(low).toBeLessThanOrEqual(share + 1e-12);
          expect(high).toBeGreaterThanOrEqual(share - 1e-12);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          before = share;
        }
        const plain = rows.map((one) => ({ ...one, censored: 0 }));
        const all = plain.reduce((sum, { ended }) => sum + ended, 0);
        let left = all;
        for (const { time, share } of kaplanMeier(plain)) {
          left -= plain.find((one) => one.time === time)?.ended ?? 0;
          expect(share).toBeCloseTo(left / all, 9);
        }
      }),
    );
  });
});
