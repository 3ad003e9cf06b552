import type { Belonging } from '../belongings.ts';

export const privacyBelongings: readonly Belonging[] = [
  { table: 'customer_consent_links', onMerge: 'move', onErase: 'delete', inPackage: ['purpose', 'created_at'] },
  {
    table: 'customer_restrictions',
    onMerge: 'move',
    onErase: { blank: ['reason'] },
    inPackage: ['kind', 'reason', 'until', 'at'],
  },
  // Who looked goes on being known; at whom does not.
  {
    table: 'customer_disclosures',
    onMerge: 'follow',
    onErase: { blank: ['reason'] },
    inPackage: ['kind', 'at', 'actor_name', 'field', 'reason'],
  },
  { table: 'customer_disclosed', onMerge: 'follow', onErase: 'keep', inPackage: null },
  {
    table: 'customer_requests',
    onMerge: 'move',
    onErase: { blank: ['asked_by', 'note'] },
    inPackage: ['kind', 'asked_by', 'note', 'received_on', 'due_on', 'state'],
  },
];
