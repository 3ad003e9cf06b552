/** What each role may do, and how far it reaches. Owners may do everything that exists. */
export const roles = ['owner', 'manager', 'sales', 'service', 'marketing', 'clerk', 'reader'] as const;
export type Role = (typeof roles)[number];
export type Reach = 'own' | 'team' | 'all';
export type Rights = Readonly<Record<string, Reach>>;

const reading: Rights = {
  'customers.read': 'all',
  'orders.read': 'all',
  'classes.read': 'all',
  'retention.read': 'all',
};
const recording: Rights = {
  'customers.create': 'all',
  'customers.edit': 'all',
  'orders.create': 'all',
  'orders.edit': 'all',
};

const manager: Rights = {
  ...reading,
  ...recording,
  'customers.delete': 'all',
  'customers.export': 'all',
  'products.edit': 'all',
  'imports.run': 'all',
  'today.work': 'all',
  'classes.edit': 'all',
  'retention.work': 'all',
  'settings.read': 'all',
  'settings.edit': 'all',
  'audit.read': 'all',
};

export const rightsOf: Readonly<Record<Role, Rights>> = {
  owner: { ...manager, 'members.manage': 'all', 'keys.manage': 'all' },
  manager: { ...manager, 'members.manage': 'all' },
  sales: {
    'customers.read': 'team',
    'customers.create': 'own',
    'customers.edit': 'own',
    'orders.read': 'team',
    'orders.create': 'team',
    'orders.edit': 'own',
    'today.work': 'own',
    'classes.read': 'team',
    'retention.read': 'team',
    'retention.work': 'own',
  },
  service: { ...reading, ...recording, 'today.work': 'all', 'retention.work': 'all' },
  marketing: {
    ...reading,
    'customers.edit': 'all',
    'customers.export': 'all',
    'classes.edit': 'all',
    'today.work': 'all',
  },
  clerk: {
    'customers.read': 'all',
    'customers.create': 'all',
    'customers.edit': 'all',
    'orders.read': 'all',
    'orders.create': 'all',
  },
  reader: reading,
};

/** Nobody makes somebody mightier than themselves: only owners make and change owners. */
export function mayGive(giver: string, role: Role): boolean {
  return giver === 'owner' || giver === 'system' || (giver === 'manager' && role !== 'owner');
}
