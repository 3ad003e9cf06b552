import type { Belonging } from '../belongings.ts';

export const peopleBelongings: readonly Belonging[] = [
  {
    table: 'customer_people',
    onMerge: 'move',
    onErase: 'delete',
    inPackage: ['at', 'role', 'label', 'name', 'phone', 'note'],
  },
  {
    table: 'customer_people',
    column: 'other_customer_id',
    onMerge: 'move',
    onErase: 'delete',
    inPackage: ['at', 'role', 'label', 'note'],
  },
  {
    table: 'customer_occasions',
    onMerge: 'move',
    onErase: 'delete',
    inPackage: ['kind', 'title', 'calendar', 'year', 'month', 'day', 'note'],
  },
];
