import type { Belonging } from '../customers/index.ts';

export const deskBelongings: readonly Belonging[] = [
  { table: 'today_reasons', onMerge: 'move', computed: true, onErase: 'delete', inPackage: null },
  {
    table: 'today_outcomes',
    onMerge: 'follow',
    onErase: { blank: ['note', 'reasons'] },
    inPackage: ['day', 'outcome', 'way', 'note'],
  },
];
