import { describe, expect, test } from 'vitest';
import { actorWith } from '../../kernel/testing/house.ts';
import { beyond, builtInRights, rightsOf, roles } from './rules/roles.ts';
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
    expect(Object.keys(rightsOf.reader).filter((right) => !/\.(read|figures)$/.test(right))).toEqual([]);
  });

  test('nobody gives more than they have: neither rights, nor reach, nor fields', () => {
    const manager = actorWith(rightsOf.manager, { fields: builtInRights('manager').fields });
    expect(beyond(manager, builtInRights('owner'))).toEqual(['keys.manage']);
    for (const role of ['manager', 'sales', 'clerk', 'reader'] as const)
      expect(beyond(manager, builtInRights(role)), role).toEqual([]);
    const sales = actorWith(rightsOf.sales, { fields: builtInRights('sales').fields });
    expect(beyond(sales, { grants: { 'customers.read': 'branch' }, fields: {} })).toEqual([
      'customers.read',
      'customers.sensitive',
    ]);
    const clerk = actorWith(rightsOf.clerk, { fields: builtInRights('clerk').fields });
    expect(
      beyond(clerk, { grants: {}, fields: { ...builtInRights('clerk').fields, 'customers.phone': 'read' } }),
    ).toEqual(['customers.phone']);
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
