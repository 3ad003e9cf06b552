import { describe, expect, test } from 'vitest';
import { refusalOf, shareOfBudget, type Facts, type Policy } from './gate.ts';

const fine: Facts = {
  there: true,
  reachable: true,
  consent: 'yes',
  suppressed: false,
  noContact: false,
  noProfiling: false,
  silenced: false,
  contacts: 0,
  promotedLately: false,
  sameAddress: false,
};
const promotion: Policy = { purpose: 'promotion', profiled: false, budgetContacts: 4 };

describe('the gate', () => {
  test('lets through who agreed and has an address', () => {
    expect(refusalOf(fine, promotion)).toBeNull();
  });

  test.each([
    [{ there: false }, promotion, 'gone'],
    [{ noContact: true }, promotion, 'noContact'],
    [{ consent: 'no' }, promotion, 'saidNo'],
    [{ consent: 'none' }, promotion, 'noConsent'],
    [{ suppressed: true }, promotion, 'suppressed'],
    [{ reachable: false }, promotion, 'noAddress'],
    [{ silenced: true }, promotion, 'silenced'],
    [{ silenced: true }, { ...promotion, purpose: 'greeting' }, null],
    [{ noProfiling: true }, promotion, null],
    [{ noProfiling: true }, { ...promotion, profiled: true }, 'noProfiling'],
    [{ contacts: 2 }, promotion, 'budget'],
    [{ contacts: 2 }, { ...promotion, purpose: 'greeting' }, null],
    [{ contacts: 3 }, { ...promotion, purpose: 'greeting' }, 'budget'],
    [{ contacts: 90 }, { ...promotion, purpose: 'service' }, null],
    [{ contacts: 90 }, { ...promotion, purpose: 'promise' }, null],
    [{ promotedLately: true }, promotion, 'tooSoon'],
    [{ promotedLately: true }, { ...promotion, purpose: 'greeting' }, null],
    [{ sameAddress: true }, promotion, 'sameAddress'],
    // A no weighs more than what is merely missing.
    [{ consent: 'no', reachable: false, contacts: 90 }, promotion, 'saidNo'],
    [{ noContact: true, consent: 'no' }, promotion, 'noContact'],
  ] as [Partial<Facts>, Policy, string | null][])('%o as %o: %s', (facts, policy, refused) => {
    expect(refusalOf({ ...fine, ...facts }, policy)).toBe(refused);
  });

  test('leaves at least one contact to a small budget', () => {
    expect([shareOfBudget('promotion', 1), shareOfBudget('greeting', 1)]).toEqual([1, 1]);
  });
});
