import { describe, expect, test } from 'vitest';
import { mayGive, rightsOf, roles } from './rules/roles.ts';
import { acceptedStep, base32, totpAt } from './totp-codes.ts';

describe('roles', () => {
  test('only owners make keys, only owners and managers manage members', () => {
    expect(roles.filter((role) => rightsOf[role]['keys.manage'])).toEqual(['owner']);
    expect(roles.filter((role) => rightsOf[role]['members.manage'])).toEqual(['owner', 'manager']);
  });

  test('a sales person sees the team’s customers and changes her own', () => {
    expect([rightsOf.sales['customers.read'], rightsOf.sales['customers.edit']]).toEqual(['team', 'own']);
    expect(rightsOf.sales['customers.export']).toBeUndefined();
  });

  test('a reader changes nothing', () => {
    expect(Object.keys(rightsOf.reader).filter((right) => !right.endsWith('.read'))).toEqual([]);
  });

  test('a manager cannot make an owner', () => {
    expect([
      mayGive('owner', 'owner'),
      mayGive('manager', 'owner'),
      mayGive('manager', 'sales'),
      mayGive('clerk', 'reader'),
    ]).toEqual([true, false, true, false]);
  });
});

describe('one-time passwords', () => {
  const secret = Buffer.from('12345678901234567890');

  test('agree with RFC 6238, appendix B', () => {
    const at = (seconds: number) => totpAt(secret, Math.floor(seconds / 30));
    expect([at(59), at(1_111_111_109), at(1_234_567_890), at(20_000_000_000)]).toEqual([
      '287082',
      '081804',
      '005924',
      '353130',
    ]);
  });

  test('work one step early or late, and once', () => {
    const now = new Date(1_234_567_890_000);
    const step = Math.floor(1_234_567_890 / 30);
    expect(acceptedStep(secret, totpAt(secret, step - 1), now, null)).toBe(step - 1);
    expect(acceptedStep(secret, totpAt(secret, step), now, step)).toBeNull();
    expect(acceptedStep(secret, totpAt(secret, step - 2), now, null)).toBeNull();
    expect(acceptedStep(secret, 'abcdef', now, null)).toBeNull();
  });

  test('secrets are written as authenticator programs read them', () => {
    expect(base32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
  });
});
