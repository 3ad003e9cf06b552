import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from './calendar.ts';
import {
  gapsOf,
  momentsOf,
  NO_MOMENTS,
  squaresAboutMean,
  withoutPurchaseDay,
  withoutValue,
  withPurchaseDay,
  withValue,
  type LogMoments,
  type Neighbours,
} from './log-moments.ts';

const days = fc.array(
  fc.nat(3000).map((offset) => addDays('2020-01-01', offset)),
  { maxLength: 30 },
);

describe('gaps between purchase days', () => {
  it('counts several purchases on one day as one, in any order', () => {
    expect(gapsOf(['2026-03-01', '2026-01-01', '2026-01-31', '2026-01-01'])).toEqual([30, 29]);
    expect(gapsOf(['2026-03-01', '2026-03-01'])).toEqual([]);
  });

  it('keeps the same moments day by day as at once, whatever the order', () => {
    fc.assert(
      fc.property(days, (bought) => {
        expectSame(recordOneByOne(bought), momentsOf(gapsOf(bought)));
      }),
    );
  });

  it('takes a purchase day out again', () => {
    fc.assert(
      fc.property(days, fc.nat(), (bought, pick) => {
        const known = [...new Set(bought)].sort();
        fc.pre(known.length > 0);
        const gone = known[pick % known.length] ?? '';
        const rest = known.filter((day) => day !== gone);
        const left = withoutPurchaseDay(momentsOf(gapsOf(known)), gone, neighboursOf(rest, gone));
        expectSame(left, momentsOf(gapsOf(rest)));
      }),
    );
  });
});

describe('moments', () => {
  it('leave out what has no logarithm', () => {
    expect(momentsOf([0, -1, Number.NaN, Infinity])).toEqual(NO_MOMENTS);
  });

  it('are exactly empty when the last value goes', () => {
    expect(withoutValue(withValue(NO_MOMENTS, 0.1), 0.1)).toEqual(NO_MOMENTS);
  });

  it('never give a negative spread', () => {
    expect(squaresAboutMean(momentsOf(Array<number>(1000).fill(33.3)))).toBeGreaterThanOrEqual(0);
    expect(squaresAboutMean(momentsOf([Math.E, Math.E ** 3]))).toBeCloseTo(2, 12);
  });
});

function recordOneByOne(bought: readonly string[]): LogMoments {
  const known: string[] = [];
  let moments = NO_MOMENTS;
  for (const day of bought) {
    if (known.includes(day)) continue;
    moments = withPurchaseDay(moments, day, neighboursOf(known, day));
    known.push(day);
  }
  return moments;
}

function neighboursOf(known: readonly string[], day: string): Neighbours {
  const sorted = [...known].sort();
  return {
    before: sorted.findLast((other) => other < day) ?? null,
    after: sorted.find((other) => other > day) ?? null,
  };
}

function expectSame(found: LogMoments, truth: LogMoments): void {
  expect(found.n).toBe(truth.n);
  expect(found.sumLog).toBeCloseTo(truth.sumLog, 9);
  expect(found.sumLogSq).toBeCloseTo(truth.sumLogSq, 9);
}
