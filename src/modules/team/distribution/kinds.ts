import type { NotificationKind } from '../reminders/kinds.ts';

export const distributionKinds: readonly NotificationKind[] = [
  { kind: 'customers_given', module: 'team', mail: true, push: true },
  { kind: 'pool_warning', module: 'team', mail: true, push: false },
];
