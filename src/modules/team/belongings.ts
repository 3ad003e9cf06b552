import type { Belonging } from '../customers/index.ts';

export const teamBelongings: readonly Belonging[] = [
  { table: 'tasks', onMerge: 'move', onErase: 'delete', inPackage: ['due_on', 'title', 'note'] },
  { table: 'notifications', onMerge: 'move', onErase: 'delete', inPackage: null },
];
