import type { NotificationKind } from '../reminders/kinds.ts';

export const handOverKinds: readonly NotificationKind[] = [
  { kind: 'customers_handed', module: 'team', mail: true, push: true },
];
