import type { Permission } from '../../../../kernel/access.ts';

/** What no collaboration gives: these stay with the owner and whoever reaches farther. */
const NEVER = new Set(['delete', 'export', 'merge', 'erase', 'hand', 'assign']);

/** Which kinds of collaboration widen a right: reading comes with either, working with `edit`. */
export function collaborationFor(permission: Permission): readonly ('read' | 'edit')[] {
  const action = permission.split('.')[1] ?? '';
  if (NEVER.has(action)) return [];
  return action === 'read' ? ['read', 'edit'] : ['edit'];
}
