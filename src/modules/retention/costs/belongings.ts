import type { Belonging } from '../../customers/index.ts';

export const costBelongings: readonly Belonging[] = [
  { table: 'retention_costs', onMerge: 'move', onErase: { blank: ['note'] }, inPackage: ['kind', 'day', 'note'] },
  { table: 'retention_value_scores', onMerge: 'move', onErase: { blank: ['note'] }, inPackage: ['source', 'note'] },
  { table: 'retention_hold_outs', onMerge: 'follow', onErase: 'keep', inPackage: null },
  { table: 'retention_customer_months', onMerge: 'derived', onErase: 'keep', inPackage: null },
];
