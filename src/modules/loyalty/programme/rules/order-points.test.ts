import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Boost, ProgrammeRules } from '../contract.ts';
import { hundredths } from './hundredths.ts';
import { pointsForOrder, type Buyer, type OrderFacts } from './order-points.ts';

const anything: Boost['when'] = {
  categories: [],
  skus: [],
  stores: [],
  channels: [],
  weekdays: [],
  from: null,
  until: null,
  birthday: null,
};
const rules = (earn: Partial<ProgrammeRules['earn']> = {}) =>
  ({
    earn: { points: 1, per: '1', perOrder: 0, maxPerOrder: null, minimum: null, boosts: [], ...earn },
  }) as unknown as ProgrammeRules;
const boost = (times: string, when: Partial<Boost['when']> = {}) =>
  ({ times, when: { ...anything, ...when } }) as unknown as Boost;

/** A Thursday; 100 yuan of tea and 50 of cups, nothing returned. */
const ORDER: OrderFacts = {
  day: '2026-11-26',
  store: 'Old town',
  channel: 'counter',
  totalMinor: 150_00n,
  netMinor: 150_00n,
  lines: [
    { sku: 'T1', category: 'Tea', totalMinor: 100_00n },
    { sku: 'C1', category: null, totalMinor: 50_00n },
  ],
};
const BUYER: Buyer = { tierTimes: '1', birthdayOn: null };
const points = (
  earn: Partial<ProgrammeRules['earn']> = {},
  order: Partial<OrderFacts> = {},
  buyer: Partial<Buyer> = {},
  minimumMinor = 0n,
  perMinor = 100n,
) => pointsForOrder(rules(earn), perMinor, minimumMinor, { ...ORDER, ...order }, { ...BUYER, ...buyer });

describe('the points of an order', () => {
  test.each([
    ['one for each whole yuan', () => points(), 150],
    ['rounded down once, not by line', () => points({}, { totalMinor: 150_99n, netMinor: 150_99n, lines: [] }), 150],
    ['several a yuan', () => points({ points: 3 }), 450],
    ['of what is left after a refund', () => points({}, { netMinor: 75_50n }), 75],
    ['the tier’s share on top', () => points({}, {}, { tierTimes: '1.5' }), 225],
    ['so many an order beside', () => points({ perOrder: 10 }), 160],
    ['only so many an order', () => points({ perOrder: 0 }, {}, {}, 0n, 0n), 0],
    ['no more than the most', () => points({ perOrder: 10, maxPerOrder: 155 }), 155],
    ['fewer than the most', () => points({ maxPerOrder: 151 }), 150],
    ['none below the minimum', () => points({ perOrder: 10 }, {}, {}, 150_01n), 0],
    ['some at the minimum', () => points({}, {}, {}, 150_00n), 150],
    ['none of an order that came back whole', () => points({ perOrder: 10 }, { netMinor: 0n }), 0],
    ['none of one that cost nothing', () => points({ perOrder: 10 }, { totalMinor: 0n }), 0],
    ['none of one worth less than nothing', () => points({ perOrder: 10 }, { netMinor: -1n }), 0],
    ['of an order without lines', () => points({}, { lines: [] }), 150],
    ['without lines, by what counts for everything', () => points({ boosts: [boost('2')] }, { lines: [] }), 300],
    [
      'never below nothing where lines take off more',
      () => points({}, { lines: [{ sku: null, category: null, totalMinor: -5n }] }),
      0,
    ],
    [
      'never more than a million millions',
      () => points({ points: 1 }, { totalMinor: 10n ** 15n, netMinor: 10n ** 15n, lines: [] }),
      10 ** 12,
    ],
  ])('%s', (_what, given, expected) => {
    expect(given()).toBe(expected);
  });

  const only = (when: Partial<Boost['when']>) => points({ boosts: [boost('2', when)] }) > 150;
  test.each([
    ['of a category, however it is written', { categories: ['TEA'] }, true],
    ['not of another', { categories: ['Coffee'] }, false],
    ['of one of several products', { skus: ['x', 'c1'] }, true],
    ['not of others', { skus: ['x'] }, false],
    ['of a branch', { stores: ['old town'] }, true],
    ['not of another branch', { stores: ['New town'] }, false],
    ['of a way of selling', { channels: ['Counter'] }, true],
    ['not of another way', { channels: ['web'] }, false],
    ['on a day of the week', { weekdays: [4] }, true],
    ['not on others', { weekdays: [1, 5] }, false],
    ['from a day on', { from: '2026-11-26' }, true],
    ['not before it', { from: '2026-11-27' }, false],
    ['until a day', { until: '2026-11-26' }, true],
    ['not after it', { until: '2026-11-25' }, false],
    ['not where one of two conditions fails', { stores: ['old town'], channels: ['web'] }, false],
  ] as const)('more points %s', (_what, when, expected) => {
    expect(only(when as unknown as Partial<Boost['when']>)).toBe(expected);
  });

  test('a product without a category is of none, a sale without a branch at none', () => {
    expect(points({ boosts: [boost('2', { categories: ['Tea'] })] })).toBe(250);
    expect(points({ boosts: [boost('2', { stores: ['Old town'] })] }, { store: null })).toBe(150);
  });

  test('of several factors the largest counts; nought takes the line out whatever else is said of it', () => {
    expect(points({ boosts: [boost('2'), boost('3'), boost('1.5')] })).toBe(450);
    expect(points({ boosts: [boost('3'), boost('0', { skus: ['T1'] })] })).toBe(150);
    expect(points({ boosts: [boost('0.5')] })).toBe(75);
  });

  test.each([
    ['day', '2026-11-26', true],
    ['day', '2026-11-27', false],
    ['week', '2026-11-29', true],
    ['week', '2026-11-23', true],
    ['week', '2026-11-30', false],
    ['week', '2026-11-22', false],
    ['month', '2026-11-01', true],
    ['month', '2026-12-01', false],
    ['month', null, false],
    ['day', null, false],
  ] as const)('on the birthday’s %s, kept on %s: %s', (width, birthdayOn, expected) => {
    expect(points({ boosts: [boost('2', { birthday: width })] }, {}, { birthdayOn }) > 150).toBe(expected);
  });

  test('what refunds leave, in any order and of any size, never gives more than the whole', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 150_00n), fc.bigInt(0n, 150_00n), (one, other) => {
        const [less, more] = one < other ? [one, other] : [other, one];
        const left = points({ boosts: [boost('1.5', { categories: ['Tea'] })] }, { netMinor: less });
        expect(left).toBeLessThanOrEqual(
          points({ boosts: [boost('1.5', { categories: ['Tea'] })] }, { netMinor: more }),
        );
      }),
    );
  });
});

test.each([
  ['1', 100n],
  ['1.5', 150n],
  ['0.05', 5n],
  ['2.999', 299n],
  ['0', 0n],
  ['', 0n],
])('a factor of %j is %s hundredths', (factor, expected) => {
  expect(hundredths(factor)).toBe(expected);
});
