import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { barredFrom, movingUp, placeFor } from './admission.ts';
import { differenceOf } from './effect.ts';
import { plain } from './plain.ts';

const now = new Date('2026-11-26T04:00:00Z');
const event = {
  tiers: [] as string[],
  opensAt: null as Date | null,
  endsAt: new Date('2026-12-01T08:00:00Z'),
  cancelled: false,
};

describe('who may take a place', () => {
  test.each([
    ['everybody, where no tier is named', event, null, null],
    ['nobody after it is over', { ...event, endsAt: now }, null, 'over'],
    ['nobody once it is called off', { ...event, cancelled: true }, 'gold', 'cancelled'],
    ['a member of the tier', { ...event, tiers: ['gold'] }, 'gold', null],
    ['not a member of another', { ...event, tiers: ['gold'] }, 'member', 'membersOnly'],
    ['not a stranger', { ...event, tiers: ['gold'] }, null, 'membersOnly'],
    [
      'a stranger not before the day',
      { ...event, tiers: ['gold'], opensAt: new Date('2026-11-27T00:00:00Z') },
      null,
      'notOpenYet',
    ],
    ['a stranger from the day on', { ...event, tiers: ['gold'], opensAt: now }, null, null],
  ])('%s', (_name, given, tier, barred) => {
    expect(barredFrom(given, tier, now)).toBe(barred);
  });
});

describe('places', () => {
  test.each([
    [null, 900, 0, 'registered'],
    [10, 9, 0, 'registered'],
    [10, 10, 0, 'waiting'],
    // Somebody has just given a place back; who waits goes first.
    [10, 9, 1, 'waiting'],
  ] as const)('of %s with %i taken and %i waiting: %s', (places, taken, waiting, state) => {
    expect(placeFor(places, taken, waiting)).toBe(state);
  });

  test('however many move up, never more than there are places, and nobody waits beside a free one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.nat(60), fc.nat(60), (places, taken, waiting) => {
        const up = movingUp(places, taken, waiting);
        expect(up).toBeGreaterThanOrEqual(0);
        expect(up === 0 || taken + up <= places).toBe(true);
        expect(up === waiting || taken + up >= places).toBe(true);
      }),
    );
  });
});

describe('what it brought', () => {
  const guests = (count: number, before: (n: number) => number, after: (n: number) => number) =>
    Array.from({ length: count }, (_, n) => ({ before: before(n), after: after(n) }));

  test('of nineteen guests nothing is said', () => {
    expect(
      differenceOf(
        guests(
          19,
          () => 0,
          () => 9_000,
        ),
      ).verdict,
    ).toBe('tooFew');
  });

  test('twenty who each spend more than before do', () => {
    const told = differenceOf(
      guests(
        20,
        () => 1_000,
        (n) => 5_000 + n * 100,
      ),
    );
    expect([told.verdict, told.sum]).toEqual(['more', 99_000]);
  });

  test('half more and half less is chance', () => {
    expect(
      differenceOf(
        guests(
          40,
          () => 1_000,
          (n) => (n % 2 ? 2_000 : 0),
        ),
      ).verdict,
    ).toBe('unsure');
  });

  test('before and after changed over, the sign is', () => {
    const pair = fc.record({ before: fc.nat(100_000), after: fc.nat(100_000) });
    fc.assert(
      fc.property(fc.array(pair, { minLength: 20, maxLength: 60 }), (all) => {
        const turned = differenceOf(all.map(({ before, after }) => ({ before: after, after: before })));
        expect(turned.sum).toBeCloseTo(-(differenceOf(all).sum ?? 0), 6);
      }),
    );
  });
});

test('what people wrote becomes neither a merge field nor a link', () => {
  expect(plain('{{name}} [x](javascript:alert(1))')).toBe('{ {name}} [x] (javascript:alert(1))');
});
