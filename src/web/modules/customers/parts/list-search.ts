/** What of the list stands in the address: it can be linked to, kept and gone back to. */
export interface ListSearch {
  q?: string;
  sort?: string;
  /** The server's `filter`, as an object. */
  filter?: ListFilter;
  /** Keys of the columns shown, separated by commas; else everybody's own choice. */
  columns?: string;
  /** How the customers are laid out; a list unless said. */
  layout?: 'board' | 'calendar';
  /** What the list is divided by. */
  group?: string;
  /** The view that was opened, or `all`: none, whatever the role's list begins with. */
  view?: string;
}

export type SearchChange = { [Key in keyof ListSearch]?: ListSearch[Key] | undefined };

/** Of a text: a part of it. Of any field: whether it says anything. */
export interface FieldTest {
  contains?: string;
  filled?: boolean;
}

export interface Range {
  from?: string | number;
  to?: string | number;
}
/** Of a day: how far from today it is. */
export interface DaysFromToday {
  lastDays?: number;
  moreDaysAgo?: number;
  nextDays?: number;
}
export type FilterValue = string | number | boolean | null | string[] | Range | FieldTest | DaysFromToday;
export type ListFilter = Record<string, FilterValue>;

export function readListSearch(search: Record<string, unknown>): ListSearch {
  const { q, sort, filter, columns, layout, group, view } = search;
  return {
    // A phone's tail comes out of the address as a number.
    ...(typeof q === 'string' || typeof q === 'number' ? { q: String(q) } : {}),
    ...(typeof sort === 'string' ? { sort } : {}),
    ...(isFilter(filter) ? { filter } : {}),
    ...(typeof columns === 'string' ? { columns } : {}),
    ...(layout === 'board' || layout === 'calendar' ? { layout } : {}),
    ...(typeof group === 'string' ? { group } : {}),
    ...(typeof view === 'string' ? { view } : {}),
  };
}

function isFilter(filter: unknown): filter is ListFilter {
  return typeof filter === 'object' && filter !== null && !Array.isArray(filter) && Object.keys(filter).length > 0;
}

/** The filter with one field set anew; `undefined` and empty lists take it out. */
export function withField(filter: ListFilter | undefined, field: string, value: FilterValue | undefined): ListFilter {
  const { [field]: _gone, ...rest } = filter ?? {};
  const empty = value === undefined || (Array.isArray(value) && value.length === 0);
  return empty ? rest : { ...rest, [field]: value };
}

export function listOf(value: FilterValue | undefined): string[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'string' ? [value] : [];
}
