import { describe, expect, test } from 'vitest';
import { tierSteps, towardsKeeping, towardsNext, type TierDay, type TierTerms } from './tier-history.ts';

const YEARLY: TierTerms = {
  startsOn: '2025-01-01',
  by: 'spend',
  window: 'calendar',
  graceDays: 0,
  countBefore: true,
  levels: [
    { key: 'member', from: 0 },
    { key: 'silver', from: 1000 },
    { key: 'gold', from: 3000 },
  ],
};
const spent = (day: string, spend: number): TierDay => ({ day, spend, orders: 1, points: 0 });
const stand = (terms: TierTerms, days: TierDay[], today: string) => tierSteps([terms], days, today).at(-1);

describe('a tier', () => {
  test('is reached on the day, and kept to the end of the next year', () => {
    const days = [spent('2025-03-01', 600), spent('2025-06-01', 400)];
    expect(stand(YEARLY, days, '2025-05-31')).toEqual({ tier: 'member', since: '2025-01-01', until: null });
    expect(stand(YEARLY, days, '2025-06-01')).toEqual({ tier: 'silver', since: '2025-06-01', until: '2026-12-31' });
    expect(stand(YEARLY, days, '2026-12-31')?.tier).toBe('silver');
  });

  test('ends on its day when it was not earned anew: down as far as that year reaches', () => {
    const days = [spent('2025-06-01', 3000), spent('2026-05-01', 1000)];
    expect(stand(YEARLY, days, '2026-12-31')?.tier).toBe('gold');
    expect(stand(YEARLY, days, '2027-01-01')).toEqual({ tier: 'silver', since: '2027-01-01', until: '2027-12-31' });
    expect(stand(YEARLY, days, '2028-01-01')).toEqual({ tier: 'member', since: '2028-01-01', until: null });
  });

  test('earned anew goes on without a break', () => {
    const days = [spent('2025-06-01', 1000), spent('2026-05-01', 1000)];
    expect(stand(YEARLY, days, '2027-06-01')).toEqual({ tier: 'silver', since: '2025-06-01', until: '2027-12-31' });
  });

  test('is not wrong for years after a return: it was never earned', () => {
    const bought = [spent('2025-06-01', 3000), spent('2025-07-01', 200)];
    expect(stand(YEARLY, bought, '2025-08-01')?.tier).toBe('gold');
    const returned = [spent('2025-07-01', 200)];
    expect(stand(YEARLY, returned, '2025-08-01')).toEqual({ tier: 'member', since: '2025-01-01', until: null });
  });

  test('may still be earned in the days of grace', () => {
    const terms = { ...YEARLY, graceDays: 30 };
    const days = [spent('2025-06-01', 1000), spent('2026-12-01', 900), spent('2027-01-20', 100)];
    expect(stand(terms, days, '2027-01-30')?.tier).toBe('silver');
    expect(stand(terms, days, '2027-03-01')).toMatchObject({ tier: 'silver', since: '2025-06-01' });
    expect(stand(terms, days.slice(0, 2), '2027-03-01')?.tier).toBe('member');
  });

  test('in a rolling year counts the twelve months before each day', () => {
    const terms: TierTerms = { ...YEARLY, window: 'rolling' };
    const days = [spent('2025-06-01', 600), spent('2026-05-31', 400)];
    expect(stand(terms, days, '2026-05-31')).toMatchObject({ tier: 'silver', until: '2027-05-30' });
    expect(stand(terms, [spent('2025-06-01', 600), spent('2026-06-01', 400)], '2026-06-01')?.tier).toBe('member');
  });

  test('by anniversary counts from the day somebody joined', () => {
    const terms: TierTerms = { ...YEARLY, window: 'anniversary' };
    const days = [spent('2025-06-15', 600), spent('2026-06-14', 400)];
    expect(stand(terms, days, '2026-06-14')).toMatchObject({ tier: 'silver', until: '2027-06-14' });
    expect(stand(terms, [spent('2025-06-15', 600), spent('2026-06-15', 400)], '2026-06-15')?.tier).toBe('member');
  });

  test.each([
    ['orders', 2],
    ['visits', 1],
    ['points', 90],
  ] as const)('is measured by %s', (by, measure) => {
    const days = [{ day: '2025-06-01', spend: 1, orders: 2, points: 90 }];
    const at = (from: number) =>
      stand(
        {
          ...YEARLY,
          by,
          levels: [
            { key: 'member', from: 0 },
            { key: 'silver', from },
          ],
        },
        days,
        '2025-07-01',
      );
    expect(at(measure)?.tier).toBe('silver');
    expect(at(measure + 1)?.tier).toBe('member');
  });

  test('counts what was bought before the programme, or not, as the shop says', () => {
    const days = [spent('2024-12-01', 2000)];
    const rolling: TierTerms = { ...YEARLY, window: 'rolling' };
    expect(stand(rolling, days, '2025-01-01')?.tier).toBe('silver');
    expect(stand({ ...rolling, countBefore: false }, days, '2025-01-01')?.tier).toBe('member');
  });

  test('survives another version until its own day', () => {
    const stricter: TierTerms = {
      ...YEARLY,
      startsOn: '2025-09-01',
      levels: [
        { key: 'member', from: 0 },
        { key: 'silver', from: 2000 },
        { key: 'gold', from: 9000 },
      ],
    };
    const days = [spent('2025-06-01', 1000)];
    const at = (today: string) => tierSteps([YEARLY, stricter], days, today).at(-1);
    expect(at('2026-12-31')).toEqual({ tier: 'silver', since: '2025-06-01', until: '2026-12-31' });
    expect(at('2027-01-01')?.tier).toBe('member');
  });

  test('is told the same whatever the order of the facts, and however often', () => {
    const days = [spent('2025-06-01', 3000), spent('2026-05-01', 1000), spent('2025-02-01', 10)];
    const told = tierSteps([YEARLY], days, '2028-06-01');
    expect(tierSteps([YEARLY], days.toReversed(), '2028-06-01')).toEqual(told);
    expect(told.map(({ tier }) => tier)).toEqual(['member', 'gold', 'silver', 'member']);
  });
});

test('what is missing to rise, and to stay', () => {
  const days = [spent('2025-06-01', 1000), spent('2026-02-01', 680)];
  const [state] = tierSteps([YEARLY], days, '2026-03-01').slice(-1);
  expect(towardsKeeping([YEARLY], days, state as never, '2026-03-01')).toEqual({
    measure: 680,
    from: '2026-01-01',
    until: '2026-12-31',
  });
  expect(towardsNext([YEARLY], days, '2026-03-01')).toMatchObject({ measure: 680, until: '2026-12-31' });
});
