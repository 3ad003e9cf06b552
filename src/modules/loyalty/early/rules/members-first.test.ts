import { expect, test } from 'vitest';
import { isKeptFrom, type MembersFirst } from './members-first.ts';

test.each<[string, Partial<MembersFirst>, string | null, boolean]>([
  ['without tiers everybody has it', { tiers: [] }, null, false],
  ['a tier that is named has it', {}, 'gold', false],
  ['another has not', {}, 'silver', true],
  ['nor somebody without a tier', {}, null, true],
  ['on the last day it is still kept', { tiersUntil: '2026-11-26' }, 'silver', true],
  ['the day after it is for all', { tiersUntil: '2026-11-25' }, 'silver', false],
])('%s', (_what, given, tier, kept) => {
  expect(isKeptFrom({ tiers: ['gold', 'diamond'], tiersUntil: null, ...given }, tier, '2026-11-26')).toBe(kept);
});
