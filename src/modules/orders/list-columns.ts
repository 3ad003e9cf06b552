import type { ListColumn } from '../customers/index.ts';

const table = 'customer_statistics';

/** What the customer list can show, sort and filter of purchases. */
export const purchaseColumns: readonly ListColumn[] = [
  {
    key: 'lastOn',
    title: 'orders:columns.lastOn',
    kind: 'day',
    table,
    column: 'last_on',
    sortable: true,
    usual: true,
    filter: 'range',
    calendar: true,
  },
  {
    key: 'spent',
    title: 'orders:columns.spent',
    kind: 'money',
    table,
    column: 'spent_minor',
    sortable: true,
    usual: true,
    filter: 'range',
  },
  {
    key: 'purchaseDays',
    title: 'orders:columns.purchaseDays',
    kind: 'number',
    table,
    column: 'purchase_days',
    sortable: true,
    usual: true,
    filter: 'range',
  },
  {
    key: 'orders',
    title: 'orders:columns.orders',
    kind: 'number',
    table,
    column: 'orders',
    sortable: true,
    filter: 'range',
  },
  {
    key: 'firstOn',
    title: 'orders:columns.firstOn',
    kind: 'day',
    table,
    column: 'first_on',
    sortable: false,
    filter: 'range',
  },
];
