import { expect, test } from 'vitest';
import { standingOn, type TierGrant } from './standing.ts';
import type { TierTerms } from './tier-history.ts';

const TERMS: TierTerms = {
  startsOn: '2026-01-01',
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
const SPENT = [{ day: '2026-03-01', spend: 1000, orders: 1, points: 0 }];
const grant = (tier: string, from: string, until: string): TierGrant => ({ tier, from, until });

test.each<[string, TierGrant[], string, string | null]>([
  ['what was bought, where nothing was paid for', [], 'silver', '2027-12-31'],
  ['a higher tier that was paid for', [grant('gold', '2026-05-01', '2026-05-30')], 'gold', '2026-05-30'],
  ['on its last day, too', [grant('gold', '2026-04-11', '2026-05-10')], 'gold', '2026-05-10'],
  ['not the day after', [grant('gold', '2026-04-10', '2026-05-09')], 'silver', '2027-12-31'],
  ['nor the day before', [grant('gold', '2026-05-11', '2026-06-09')], 'silver', '2027-12-31'],
  ['what was bought, where that is as high', [grant('silver', '2026-05-01', '2026-05-30')], 'silver', '2027-12-31'],
  [
    'of two the longer',
    [grant('gold', '2026-05-01', '2026-05-20'), grant('gold', '2026-05-02', '2026-05-31')],
    'gold',
    '2026-05-31',
  ],
  ['not a tier that is gone', [grant('platinum', '2026-05-01', '2026-05-30')], 'silver', '2027-12-31'],
])('stands: %s', (_what, grants, tier, until) => {
  const standing = standingOn([TERMS], SPENT, grants, '2026-05-10');
  expect(standing?.state).toMatchObject({ tier, until });
  expect(standing?.earned.tier).toBe('silver');
});

test('nobody stands anywhere before the programme', () => {
  expect(standingOn([TERMS], SPENT, [grant('gold', '2025-01-01', '2026-12-31')], '2025-12-31')).toBeNull();
});
