import type { ListColumn } from '../../customers/index.ts';

const table = 'order_phases';

/** Where the running order of a customer stands, and its day. Who has nothing running has none. */
export const runningColumns: readonly ListColumn[] = [
  {
    key: 'runningOrder',
    title: 'orders:columns.runningOrder',
    kind: 'key',
    table,
    column: 'phase',
    sortable: false,
    sparse: true,
    filter: 'one-of',
    options: (['pre', 'in', 'after'] as const).map((key) => ({ key, title: `orders:phase.${key}` })),
    permission: 'orders.read',
  },
  {
    key: 'runningUntil',
    title: 'orders:columns.runningUntil',
    kind: 'day',
    table,
    column: 'due_on',
    sortable: false,
    sparse: true,
    filter: 'range',
    permission: 'orders.read',
  },
];
