import type { View, ViewSettings } from '../../api.ts';
import type { ListFilter, ListSearch } from '../list-search.ts';

/** The address at which the list is as the view says. */
export function searchOf({ id, settings }: Pick<View, 'id' | 'settings'>): ListSearch {
  const { q, sort, filter, columns, layout, group } = settings;
  return {
    ...(q ? { q } : {}),
    ...(sort ? { sort } : {}),
    ...(filter && Object.keys(filter).length > 0 ? { filter: filter as ListFilter } : {}),
    ...(columns ? { columns: columns.join(',') } : {}),
    ...(layout === 'board' || layout === 'calendar' ? { layout } : {}),
    ...(group ? { group } : {}),
    view: id,
  };
}

/** What a view keeps of the address. */
export function settingsOf({ q, sort, filter, columns, layout, group }: ListSearch): ViewSettings {
  return {
    ...(q ? { q } : {}),
    ...(sort ? { sort } : {}),
    ...(filter ? { filter } : {}),
    ...(columns === undefined ? {} : { columns: columns.split(',') }),
    ...(layout ? { layout } : {}),
    ...(group ? { group } : {}),
  };
}

/** Whether the list is not as the view says any more; the order of conditions is no difference. */
export function isChanged(view: Pick<View, 'id' | 'settings'>, search: ListSearch): boolean {
  return inOrder(searchOf(view)) !== inOrder({ ...search, view: view.id });
}

function inOrder({ filter = {}, ...rest }: ListSearch): string {
  const sorted = (entries: object) => Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([sorted(rest), sorted(filter)]);
}
