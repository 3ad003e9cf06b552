import type { Belonging } from '../customers/index.ts';

export const teamBelongings: readonly Belonging[] = [
  { table: 'tasks', onMerge: 'move', onErase: 'delete', inPackage: ['due_on', 'title', 'note'] },
  {
    table: 'hand_over_customers',
    onMerge: 'move',
    onErase: { blank: ['objection'] },
    inPackage: ['message', 'objected_at', 'objection'],
  },
  { table: 'hand_over_links', onMerge: 'move', onErase: 'delete', inPackage: null },
  { table: 'pool_warnings', onMerge: 'move', computed: true, onErase: 'delete', inPackage: null },
  { table: 'notifications', onMerge: 'move', onErase: 'delete', inPackage: null },
];
