import type { Belonging } from '../belongings.ts';

const facts = { onMerge: 'follow', onErase: 'keep', inPackage: null } as const;
const derived = { onMerge: 'derived', onErase: 'delete', inPackage: null } as const;

export const duplicateBelongings: readonly Belonging[] = [
  { table: 'customer_merges', column: 'merged_customer_id', ...facts },
  { table: 'customer_merges', column: 'kept_customer_id', ...facts },
  { table: 'customer_merge_moves', column: 'from_customer_id', ...facts },
  { table: 'customer_match_keys', ...derived },
  { table: 'customer_match_due', ...derived },
  { table: 'customer_duplicates', ...derived },
  { table: 'customer_duplicates', column: 'other_customer_id', ...derived },
  { table: 'customer_distinctions', ...derived },
  { table: 'customer_distinctions', column: 'other_customer_id', ...derived },
];
