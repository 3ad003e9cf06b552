import type { FieldReach, Permission, Scope } from '../../../kernel/access.ts';

/** What of a shop a right is about: the rows of the screen that gives rights. */
export const rightGroups = ['customers', 'orders', 'care', 'team', 'files', 'shop'] as const;
export type RightGroup = (typeof rightGroups)[number];

/** Every role but the owner's, who may do everything that exists. */
type Given = Partial<Record<'manager' | 'sales' | 'service' | 'marketing' | 'clerk' | 'reader', Scope>>;

interface Right {
  group: RightGroup;
  /** About single customers, so that it may reach one's own, a team's, a branch's or everybody's; else yes or no. */
  rows?: true;
  given: Given;
}

const all = (...roles: (keyof Given)[]): Given => Object.fromEntries(roles.map((role) => [role, 'all']));
const everybody: Given = all('manager', 'sales', 'service', 'marketing', 'clerk', 'reader');

/**
 * Every right that a contract names, with who has it in a shop of five. A new right of any module is one line here and
 * its words at `workspaces:rights.<right>`; a test holds this list against the contracts.
 */
export const catalogue = {
  'customers.read': { group: 'customers', rows: true, given: { ...everybody, sales: 'team' } },
  'customers.create': {
    group: 'customers',
    rows: true,
    given: { ...all('manager', 'service', 'clerk'), sales: 'own' },
  },
  'customers.edit': {
    group: 'customers',
    rows: true,
    given: { ...all('manager', 'service', 'marketing', 'clerk'), sales: 'own' },
  },
  'customers.delete': { group: 'customers', rows: true, given: all('manager') },
  'customers.merge': { group: 'customers', rows: true, given: { ...all('manager', 'service') } },
  'customers.export': { group: 'customers', rows: true, given: all('manager', 'marketing') },
  'customers.reveal': {
    group: 'customers',
    rows: true,
    given: { ...all('manager', 'service', 'marketing', 'clerk'), sales: 'team' },
  },
  'customers.erase': { group: 'customers', rows: true, given: all('manager') },
  'views.share': { group: 'customers', given: all('manager') },
  'orders.read': {
    group: 'orders',
    rows: true,
    given: { ...all('manager', 'service', 'marketing', 'clerk', 'reader'), sales: 'team' },
  },
  'orders.create': { group: 'orders', rows: true, given: { ...all('manager', 'service', 'clerk'), sales: 'team' } },
  'orders.edit': { group: 'orders', rows: true, given: { ...all('manager', 'service'), sales: 'own' } },
  'products.edit': { group: 'orders', given: all('manager') },
  'today.work': { group: 'care', rows: true, given: { ...all('manager', 'service', 'marketing'), sales: 'own' } },
  'retention.read': {
    group: 'care',
    rows: true,
    given: { ...all('manager', 'service', 'marketing', 'clerk', 'reader'), sales: 'team' },
  },
  'retention.edit': { group: 'care', rows: true, given: { ...all('manager', 'service', 'marketing'), sales: 'team' } },
  'retention.figures': { group: 'care', given: all('manager', 'marketing', 'reader') },
  'retention.costs': { group: 'care', given: all('manager', 'marketing') },
  'classes.read': {
    group: 'care',
    rows: true,
    given: { ...all('manager', 'service', 'marketing', 'clerk', 'reader'), sales: 'team' },
  },
  'classes.edit': { group: 'care', given: all('manager', 'marketing') },
  'loyalty.read': {
    group: 'care',
    rows: true,
    given: { ...all('manager', 'service', 'marketing', 'clerk', 'reader'), sales: 'team' },
  },
  'loyalty.post': {
    group: 'care',
    rows: true,
    given: { ...all('manager', 'service', 'marketing', 'clerk'), sales: 'team' },
  },
  'loyalty.adjust': { group: 'care', rows: true, given: all('manager') },
  'loyalty.export': { group: 'care', rows: true, given: all('manager') },
  'loyalty.manage': { group: 'care', given: all('manager', 'marketing') },
  'care.read': { group: 'care', given: all('manager', 'sales', 'service', 'marketing', 'reader') },
  'care.edit': { group: 'care', given: all('manager', 'marketing') },
  'care.send': { group: 'care', given: all('manager', 'marketing') },
  'tasks.read': {
    group: 'team',
    rows: true,
    given: { ...all('manager', 'service', 'reader'), sales: 'team', marketing: 'team', clerk: 'own' },
  },
  'tasks.edit': {
    group: 'team',
    rows: true,
    given: { ...all('manager'), sales: 'own', service: 'team', marketing: 'own', clerk: 'own' },
  },
  'training.read': { group: 'team', given: everybody },
  'training.manage': { group: 'team', given: all('manager') },
  'results.read': {
    group: 'team',
    rows: true,
    given: { ...all('manager'), sales: 'own', service: 'own', marketing: 'own', clerk: 'own', reader: 'own' },
  },
  'results.manage': { group: 'team', given: all('manager') },
  'pool.take': { group: 'team', given: all('manager', 'sales', 'service') },
  'members.manage': { group: 'team', given: all('manager') },
  'imports.run': { group: 'files', given: all('manager') },
  'settings.read': { group: 'shop', given: all('manager') },
  'settings.edit': { group: 'shop', given: all('manager') },
  'privacy.manage': { group: 'shop', given: all('manager') },
  'audit.read': { group: 'shop', given: all('manager') },
  'keys.manage': { group: 'shop', given: {} },
} as const satisfies Record<Permission, Right>;

export type KnownRight = keyof typeof catalogue;
export const knownRights = Object.keys(catalogue) as KnownRight[];

export function rightNamed(permission: string): Right | undefined {
  return Object.hasOwn(catalogue, permission) ? catalogue[permission as KnownRight] : undefined;
}

/** The fields of a customer that a role may see less of. `sensitive`: the shop's own fields that it marked so. */
export const guardedFields = [
  'customers.phone',
  'customers.email',
  'customers.address',
  'customers.birthday',
  'customers.cardNumber',
  'customers.sensitive',
] as const;

/** Who sees less than everything of which field; the till sees enough to be sure who stands there. */
export const fieldsGiven: Partial<Record<'owner' | keyof Given, Readonly<Record<string, FieldReach>>>> = {
  owner: { 'customers.sensitive': 'edit' },
  manager: { 'customers.sensitive': 'edit' },
  sales: { 'customers.sensitive': 'mask' },
  service: { 'customers.sensitive': 'mask' },
  marketing: { 'customers.sensitive': 'hide' },
  clerk: {
    'customers.phone': 'mask',
    'customers.email': 'mask',
    'customers.address': 'mask',
    'customers.sensitive': 'mask',
  },
  reader: {
    'customers.phone': 'mask',
    'customers.email': 'mask',
    'customers.address': 'mask',
    'customers.cardNumber': 'mask',
    'customers.sensitive': 'hide',
  },
};
