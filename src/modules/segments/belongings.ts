import type { Belonging } from '../customers/index.ts';

export const classBelongings: readonly Belonging[] = [
  { table: 'class_members', onMerge: 'derived', onErase: 'delete', inPackage: ['scheme', 'key', 'since'] },
  { table: 'class_moves', onMerge: 'derived', onErase: 'keep', inPackage: ['scheme', 'from_key', 'to_key', 'day'] },
  {
    table: 'class_past_moves',
    onMerge: 'derived',
    onErase: 'delete',
    inPackage: ['scheme', 'from_key', 'to_key', 'day'],
  },
];
