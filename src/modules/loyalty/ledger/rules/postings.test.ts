import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_POINTS } from '../../shapes-contract.ts';
import {
  balanceOf,
  expire,
  give,
  inOrder,
  restore,
  settleDebt,
  take,
  takeBack,
  type Holding,
  type Posting,
} from './postings.ts';

describe('a posting', () => {
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
        expect(posting.taken.reduce((sum, part) => sum + part.points, 0)).toBe(some);
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

  test('a gift of points beyond what a balance holds is refused, and not one too early', () => {
    const terms = { expiresOn: '2027-01-31', orderId: 'order-1' };
    const full: Holding = { debt: 0, lots: [{ id: 'a', remaining: MAX_POINTS - 10, expiresOn: null, orderId: null }] };
    expect(give(full, 10, terms)).toEqual({
      points: 10,
      taken: [],
      lot: { points: 10, remaining: 10, ...terms },
      debt: 0,
    });
    expect(give(full, 11, terms)).toEqual({ refused: 'too-many' });
    expect(give({ debt: 100, lots: [] }, MAX_POINTS + 1, terms)).toEqual({ refused: 'too-many' });
  });

  test.each([
    [20, 0, 10],
    [30, 0, 0],
    [50, 20, 0],
  ])('of %i given while 30 are owed, %i remain and %i are still owed', (points, remaining, debt) => {
    const given = give({ debt: 30, lots: [] }, points, { expiresOn: null, orderId: null });
    expect(given).toMatchObject({ points, lot: { points, remaining }, debt });
  });

  test('what is owed cannot be spent', () => {
    const owing: Holding = { debt: 5, lots: [{ id: 'a', remaining: 10, expiresOn: null, orderId: null }] };
    expect(take(owing, 6)).toEqual({ refused: 'too-few' });
    expect(take(owing, 5)).toEqual({ points: -5, taken: [{ lotId: 'a', points: 5 }], lot: null, debt: 5 });
  });

  test('lots go by their last day, those of one day by age, those without one last', () => {
    const of = (id: string, expiresOn: string | null) => ({ id, remaining: 1, expiresOn, orderId: null });
    const sorted = [of('4', '2026-01-31'), of('1', '2026-02-28'), of('3', '2026-02-28'), of('0', null), of('2', null)];
    for (const lots of [
      sorted,
      sorted.toReversed(),
      [2, 4, 1, 3, 0].map((n) => sorted[n] as (typeof sorted)[number]),
    ]) {
      const before = [...lots];
      expect(inOrder(lots)).toEqual(sorted);
      expect(lots).toEqual(before);
    }
  });

  test('an empty lot neither pays nor expires', () => {
    const holding: Holding = {
      debt: 3,
      lots: [
        { id: 'a', remaining: 0, expiresOn: '2026-01-31', orderId: 'order-1' },
        { id: 'b', remaining: 9, expiresOn: '2026-02-28', orderId: null },
        { id: 'c', remaining: 9, expiresOn: null, orderId: null },
      ],
    };
    expect(expire(holding, '2026-02-28')).toBeNull();
    expect(expire(holding, '2026-03-01')).toEqual({
      points: -9,
      taken: [{ lotId: 'b', points: 9 }],
      lot: null,
      debt: 3,
    });
    expect(takeBack(holding, 2, 'order-1').taken).toEqual([{ lotId: 'b', points: 2 }]);
    expect(settleDebt(holding)).toEqual({ points: 0, taken: [{ lotId: 'b', points: 3 }], lot: null, debt: 0 });
    expect(settleDebt({ ...holding, debt: 20 })).toMatchObject({ debt: 2 });
  });

  test('a restore of all that was spent leaves nothing beside, of nothing gone no fresh lot', () => {
    const when = { today: '2026-02-01', fresh: '2026-03-03' };
    const lasts = [{ lotId: 'lasts', points: 30, expiresOn: null }];
    expect(restore({ debt: 0, lots: [] }, lasts, 30, when)).toEqual({
      points: 30,
      taken: [{ lotId: 'lasts', points: -30 }],
      lot: null,
      debt: 0,
    });
    expect(restore({ debt: 40, lots: [] }, lasts, 30, when)).toEqual({ points: 30, taken: [], lot: null, debt: 10 });
    const gone = [{ lotId: 'gone', points: 30, expiresOn: '2026-01-31' }];
    expect(restore({ debt: 10, lots: [] }, gone, 30, when)).toMatchObject({
      lot: { points: 20, remaining: 20 },
      debt: 0,
    });
    const full: Holding = { debt: 0, lots: [{ id: 'a', remaining: MAX_POINTS - 10, expiresOn: null, orderId: null }] };
    expect(restore(full, lasts, 11, when)).toEqual({ refused: 'too-many' });
    expect(restore(full, lasts, 10, when)).toMatchObject({ points: 10 });
    const most = [{ lotId: 'lasts', points: MAX_POINTS + 5, expiresOn: null }];
    expect(restore({ debt: 10, lots: [] }, most, MAX_POINTS + 1, when)).toEqual({ refused: 'too-many' });
  });

  test('the debt is paid first by what lasts longest', () => {
    const taken = [
      { lotId: 'soon', points: 10, expiresOn: '2026-02-28' },
      { lotId: 'late', points: 10, expiresOn: '2026-12-31' },
    ];
    expect(restore({ debt: 12, lots: [] }, taken, 20, { today: '2026-02-01', fresh: '2026-03-03' })).toEqual({
      points: 20,
      taken: [{ lotId: 'soon', points: -8 }],
      lot: null,
      debt: 0,
    });
  });
});
