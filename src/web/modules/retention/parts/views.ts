/** What the screen lists: open alerts of two sorts, the customers behind another figure, settled alerts. */
export const VIEWS = ['late', 'changed', 'due', 'regulars', 'new', 'back', 'lost', 'never', 'settled'] as const;
export type View = (typeof VIEWS)[number];

export function viewOf(search: unknown): View {
  const asked = typeof search === 'object' && search !== null && 'show' in search ? search.show : undefined;
  return VIEWS.find((view) => view === asked) ?? 'late';
}
