import type { Belonging } from '../customers/index.ts';

export const purchaseBelongings: readonly Belonging[] = [
  {
    table: 'orders',
    onMerge: 'move',
    onErase: { blank: ['note'] },
    inPackage: [
      'external_id',
      'placed_at',
      'currency',
      'total_minor',
      'state',
      'store',
      'channel',
      'note',
      'promised_on',
      'handed_over_at',
      'after_until',
    ],
  },
  {
    table: 'order_offers',
    onMerge: 'move',
    onErase: { blank: ['note', 'lost_note'] },
    inPackage: ['title', 'currency', 'total_minor', 'valid_until', 'state', 'made_at', 'note', 'lost_note'],
  },
  { table: 'order_phases', onMerge: 'derived', onErase: 'delete', inPackage: null },
  { table: 'visits', onMerge: 'move', onErase: { blank: ['note'] }, inPackage: ['at', 'store', 'note'] },
  { table: 'purchase_days', onMerge: 'derived', onErase: 'keep', inPackage: null },
  {
    table: 'customer_statistics',
    onMerge: 'derived',
    onErase: 'keep',
    inPackage: ['orders', 'first_on', 'last_on', 'spent_minor'],
  },
];
