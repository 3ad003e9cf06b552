import type { Belonging } from '../customers/index.ts';

export const watchBelongings: readonly Belonging[] = [
  {
    table: 'retention_rhythms',
    onMerge: 'derived',
    onErase: 'delete',
    inPackage: ['usual_days', 'spread_days', 'due_on'],
  },
  {
    table: 'retention_alerts',
    onMerge: 'derived',
    onErase: 'keep',
    inPackage: ['kind', 'raised_on', 'cared_on', 'cared_way'],
  },
];
