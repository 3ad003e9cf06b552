import type { ListColumn } from '../customers/index.ts';

const table = 'retention_rhythms';
const permission = 'retention.read';

/** What the customer list can show and filter of rhythms; who never came back has none. */
export const rhythmColumns: readonly ListColumn[] = [
  {
    key: 'expectedOn',
    title: 'retention:listColumn.expectedOn',
    kind: 'day',
    table,
    column: 'due_on',
    sortable: false,
    filter: 'range',
    permission,
    calendar: true,
  },
  {
    key: 'usualDays',
    title: 'retention:listColumn.usualDays',
    kind: 'number',
    table,
    column: 'usual_days',
    sortable: false,
    filter: 'range',
    permission,
  },
];
