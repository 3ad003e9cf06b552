import { expect, test } from 'vitest';
import { misfitOf, type Acquaintance } from './referral-fits.ts';

const STRANGERS: Acquaintance = {
  sameCard: false,
  samePerson: false,
  sameHousehold: false,
  boughtBefore: false,
  recommendedBefore: false,
  circle: false,
};

test.each<[string, Partial<Acquaintance>, string | null]>([
  ['a friend who is new', {}, null],
  ['oneself', { sameCard: true }, 'self'],
  ['the own second card', { samePerson: true }, 'self'],
  ['somebody of the same household', { sameHousehold: true }, 'household'],
  ['a regular', { boughtBefore: true }, 'not-new'],
  ['somebody whom another one brought', { recommendedBefore: true }, 'already'],
  ['who brought oneself', { circle: true, boughtBefore: true }, 'circle'],
])('%s', (_who, known, misfit) => {
  expect(misfitOf({ ...STRANGERS, ...known })).toBe(misfit);
});
