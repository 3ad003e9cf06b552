import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testHouse } from '../../../kernel/testing/house.ts';
import { follow, stepsOf, together } from '../testing/histories.ts';
import { faultsOf, loyaltyShop } from '../testing/shop.ts';
import {
  balanceOf,
  expire,
  give,
  restore,
  settleDebt,
  take,
  takeBack,
  type Holding,
  type Posting,
} from './rules/postings.ts';

const house = await testHouse();
const shop = await loyaltyShop(house);

describe('any history of a customer', () => {
  test('says what a plain sum says', async () => {
    await fc.assert(
      fc.asyncProperty(stepsOf(12), (steps) => follow(shop, steps)),
      { numRuns: 20 },
    );
    expect(await faultsOf(shop)).toEqual([]);
  });

  test('by eight tills at once neither loses nor makes a point', async () => {
    await fc.assert(
      fc.asyncProperty(stepsOf(32), (steps) => together(shop, steps)),
      { numRuns: 4 },
    );
  });
});

describe('the rules of a posting', () => {
  const lot = fc.record({
    id: fc.uuid(),
    remaining: fc.integer({ min: 0, max: 1000 }),
    expiresOn: fc.option(fc.constantFrom('2026-01-31', '2026-02-28', '2026-12-31')),
    orderId: fc.option(fc.constantFrom('order-1', 'order-2')),
  });
  const holding = fc.record({
    debt: fc.integer({ min: 0, max: 500 }),
    lots: fc.uniqueArray(lot, { maxLength: 6, selector: ({ id }) => id }),
  });
  const points = fc.integer({ min: 1, max: 2000 });

  /** The holding after a posting. */
  const after = ({ lots }: Holding, { taken, lot: made, debt }: Posting): Holding => ({
    debt,
    lots: [
      ...lots.map((one) => ({
        ...one,
        remaining:
          one.remaining - taken.filter(({ lotId }) => lotId === one.id).reduce((sum, part) => sum + part.points, 0),
      })),
      ...(made ? [{ id: 'new', remaining: made.remaining, expiresOn: made.expiresOn, orderId: made.orderId }] : []),
    ],
  });

  const holds = (before: Holding, posting: Posting) => {
    const now = after(before, posting);
    expect(balanceOf(now)).toBe(balanceOf(before) + posting.points);
    expect(now.debt).toBeGreaterThanOrEqual(0);
    for (const { remaining } of now.lots) expect(remaining).toBeGreaterThanOrEqual(0);
  };

  test('keep balance, lots and debt in step, whatever is posted', () => {
    fc.assert(
      fc.property(holding, points, (before, some) => {
        const given = give(before, some, { expiresOn: null, orderId: null });
        if (!('refused' in given)) holds(before, given);
        const taken = take(before, some);
        if ('refused' in taken) expect(some).toBeGreaterThan(balanceOf(before));
        else holds(before, taken);
        holds(before, takeBack(before, some, 'order-1'));
        holds(before, settleDebt(before));
        const over = expire(before, '2026-02-01');
        if (over) holds(before, over);
      }),
    );
  });

  test('take lots in the order in which they expire, and none twice', () => {
    fc.assert(
      fc.property(holding, points, (before, some) => {
        const posting = take({ ...before, debt: 0 }, some);
        if ('refused' in posting) return;
        const of = (id: string) => before.lots.find((one) => one.id === id) as (typeof before.lots)[number];
        const days = posting.taken.map(({ lotId }) => of(lotId).expiresOn ?? '9999');
        expect(days).toEqual([...days].sort());
        expect(new Set(posting.taken.map(({ lotId }) => lotId)).size).toBe(posting.taken.length);
        const untouched = before.lots.filter(
          ({ id, remaining }) => remaining > 0 && !posting.taken.some(({ lotId }) => lotId === id),
        );
        for (const { expiresOn } of untouched) expect((expiresOn ?? '9999') >= (days.at(-1) ?? '')).toBe(true);
      }),
    );
  });

  test.each([
    [
      'an order’s own lot goes first',
      'order-1',
      [
        { lotId: 'b', points: 30 },
        { lotId: 'a', points: 10 },
      ],
    ],
    ['by hand the one that expires first', null, [{ lotId: 'a', points: 40 }]],
  ])('take back: %s', (_what, orderId, taken) => {
    const before: Holding = {
      debt: 0,
      lots: [
        { id: 'a', remaining: 50, expiresOn: '2026-01-31', orderId: null },
        { id: 'b', remaining: 30, expiresOn: null, orderId: 'order-1' },
      ],
    };
    expect(takeBack(before, 40, orderId)).toEqual({ points: -40, taken, lot: null, debt: 0 });
    expect(takeBack(before, 100, orderId).debt).toBe(20);
  });

  test('a restore goes to lots that last, the rest to a fresh one; the debt is paid before', () => {
    const taken = [
      { lotId: 'gone', points: 40, expiresOn: '2026-01-31' },
      { lotId: 'lasts', points: 30, expiresOn: '2026-12-31' },
    ];
    const when = { today: '2026-02-01', fresh: '2026-03-03' };
    expect(restore({ debt: 0, lots: [] }, taken, 50, when)).toEqual({
      points: 50,
      taken: [{ lotId: 'lasts', points: -30 }],
      lot: { points: 20, remaining: 20, expiresOn: '2026-03-03', orderId: null },
      debt: 0,
    });
    expect(restore({ debt: 25, lots: [] }, taken, 30, when)).toEqual({
      points: 30,
      taken: [{ lotId: 'lasts', points: -5 }],
      lot: null,
      debt: 0,
    });
    expect(restore({ debt: 0, lots: [] }, taken, 71, when)).toEqual({ refused: 'too-many' });
  });

  test('points last through their last day, also where the clock is changed that night', () => {
    const before: Holding = { debt: 0, lots: [{ id: 'a', remaining: 5, expiresOn: '2026-03-29', orderId: null }] };
    expect(expire(before, '2026-03-29')).toBeNull();
    expect(expire(before, '2026-03-30')?.points).toBe(-5);
  });
});
