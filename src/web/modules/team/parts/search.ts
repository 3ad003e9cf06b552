import type { TaskView } from '../api.ts';

/** What the address of the tasks says: the view, and what is open in the drawer. */
export interface TaskSearch {
  view?: TaskView;
  state?: 'open' | 'done';
  when?: 'overdue' | 'today' | 'week' | 'undated';
  task?: string;
  /** A new task, filled with these. */
  new?: boolean;
  customer?: string;
  day?: string;
  title?: string;
}

export function readTaskSearch(search: Record<string, unknown>): TaskSearch {
  const text = (key: string) => (typeof search[key] === 'string' ? { [key]: search[key] } : {});
  const oneOf = (key: string, values: readonly string[]) =>
    values.includes(String(search[key])) ? { [key]: search[key] } : {};
  return {
    ...oneOf('view', ['mine', 'given', 'watching', 'team']),
    ...oneOf('state', ['open', 'done']),
    ...oneOf('when', ['overdue', 'today', 'week', 'undated']),
    ...text('task'),
    ...(search['new'] ? { new: true } : {}),
    ...text('customer'),
    ...text('day'),
    ...text('title'),
  };
}
