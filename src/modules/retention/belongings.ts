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
  {
    table: 'retention_wallet_shares',
    onMerge: 'move',
    onErase: 'delete',
    inPackage: ['share', 'asked_on', 'note', 'taken_back_at'],
  },
  { table: 'retention_key_accounts', onMerge: 'move', onErase: 'delete', inPackage: ['since', 'aim', 'ended_on'] },
  {
    table: 'retention_account_reviews',
    onMerge: 'move',
    onErase: 'delete',
    inPackage: ['reviewed_on', 'state', 'note'],
  },
];
