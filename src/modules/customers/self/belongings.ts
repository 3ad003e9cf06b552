import type { Belonging } from '../belongings.ts';

export const selfBelongings: readonly Belonging[] = [
  { table: 'customer_self_keys', onMerge: 'move', onErase: 'delete', inPackage: null },
  { table: 'customer_proposals', onMerge: 'move', onErase: 'delete', inPackage: ['at', 'facts', 'state'] },
];
