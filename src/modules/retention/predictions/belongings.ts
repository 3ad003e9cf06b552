import type { Belonging } from '../../customers/index.ts';

export const predictionBelongings: readonly Belonging[] = [
  {
    table: 'retention_predictions',
    onMerge: 'derived',
    onErase: 'delete',
    inPackage: ['p_buys', 'expected_52', 'value_52_minor'],
  },
];
