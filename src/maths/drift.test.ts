import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { driftDirection, driftOf, nextDrift, NO_DRIFT } from './drift.ts';
import { tradePrior } from './rhythm-prior.ts';

const steady = [30, 28, 33, 31, 27, 34, 29, 32, 30, 28];

describe('drift of a rhythm', () => {
  it('sees gaps grow or shrink step by step, and leaves a steady customer alone', () => {
    expect(driftDirection(driftOf(steady, tradePrior(30)))).toBeNull();
    expect(driftDirection(driftOf([...steady, 45, 55, 70, 90, 120], tradePrior(30)))).toBe('slower');
    expect(driftDirection(driftOf([...steady, 20, 14, 10, 7, 5], tradePrior(30)))).toBe('faster');
  });

  it('adds what exceeds half a standard deviation', () => {
    // Φ(2) = .97725: two standard deviations late, three times.
    let drift = NO_DRIFT;
    for (let i = 0; i < 3; i += 1) drift = nextDrift(drift, 0.977_249_868_051_820_8);
    expect(drift.slower).toBeCloseTo(4.5, 9);
    expect(drift.faster).toBe(0);
    expect(driftDirection(drift)).toBe('slower');
  });

  it('can be kept gap by gap and is never undefined', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (shares) => {
        const drift = shares.reduce(nextDrift, NO_DRIFT);
        expect(drift.slower >= 0 && drift.faster >= 0).toBe(true);
        expect(Number.isFinite(drift.slower + drift.faster)).toBe(true);
      }),
    );
  });
});
