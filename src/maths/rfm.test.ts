import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rfmCuts, rfmGroup, rfmScore, type RfmFacts } from './rfm.ts';

const shopOf = (size: number): RfmFacts[] =>
  Array.from({ length: size }, (_, index) => ({ recencyDays: index, frequency: size - index, monetary: index * 100 }));

describe('RFM', () => {
  it('has fifths from 100 customers on, thirds from 30, nothing below', () => {
    expect(rfmCuts(shopOf(29))).toBeNull();
    expect(rfmCuts(shopOf(30))?.levels).toBe(3);
    expect(rfmCuts(shopOf(99))?.frequency).toHaveLength(2);
    expect(rfmCuts(shopOf(100))?.levels).toBe(5);
  });

  it('scores from 1 to 5 with the latest, most frequent and largest at 5', () => {
    for (const size of [60, 200]) {
      const cuts = rfmCuts(shopOf(size));
      if (!cuts) throw new Error('no cuts');
      expect(rfmScore({ recencyDays: 0, frequency: size, monetary: size * 100 }, cuts)).toEqual({ r: 5, f: 5, m: 5 });
      expect(rfmScore({ recencyDays: size, frequency: 1, monetary: 0 }, cuts)).toEqual({ r: 1, f: 1, m: 1 });
    }
  });

  it('gives the middle where nothing tells customers apart', () => {
    const same = { recencyDays: 5, frequency: 1, monetary: 10 };
    const cuts = rfmCuts(Array.from({ length: 40 }, () => same));
    expect(cuts && rfmScore(same, cuts)).toEqual({ r: 3, f: 3, m: 3 });
  });

  it.each([
    [5, 5, 5, 'champions'],
    [5, 1, 1, 'new'],
    [4, 1, 1, 'promising'],
    [5, 1, 2, 'new'],
    [5, 2, 1, 'potential'],
    [3, 4, 5, 'loyal'],
    [3, 3, 3, 'need-attention'],
    [3, 1, 2, 'about-to-sleep'],
    [2, 3, 4, 'at-risk'],
    [1, 5, 5, 'cannot-lose'],
    [2, 1, 1, 'hibernating'],
    [1, 1, 1, 'lost'],
  ])('R%i F%i M%i is %s', (r, f, m, group) => {
    expect(rfmGroup({ r, f, m })).toBe(group);
  });

  it('ranks nobody lower for buying later, oftener or more', () => {
    const facts = fc.record({
      recencyDays: fc.nat(900),
      frequency: fc.integer({ min: 1, max: 40 }),
      monetary: fc.nat(90_000),
    });
    fc.assert(
      fc.property(fc.array(facts, { minLength: 30, maxLength: 150 }), facts, facts, (shop, a, b) => {
        const cuts = rfmCuts(shop);
        if (!cuts) throw new Error('no cuts');
        const [one, other] = [rfmScore(a, cuts), rfmScore(b, cuts)];
        if (a.recencyDays <= b.recencyDays) expect(one.r).toBeGreaterThanOrEqual(other.r);
        if (a.frequency >= b.frequency) expect(one.f).toBeGreaterThanOrEqual(other.f);
        if (a.monetary >= b.monetary) expect(one.m).toBeGreaterThanOrEqual(other.m);
        for (const score of [one.r, one.f, one.m]) expect([1, 2, 3, 4, 5]).toContain(score);
      }),
    );
  });
});
