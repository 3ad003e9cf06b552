import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { readListSearch, type ListSearch, type SearchChange } from './list-search.ts';
import { searchOf } from './views/view-search.ts';
import { useViews } from './views/use-views.ts';

/** What the address says of the list, and how to say something else. An empty address is the role's first view. */
export function useListSearch(): { search: ListSearch; change: (part: SearchChange) => void; settled: boolean } {
  const search = readListSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const { views, start, known } = useViews();
  const blank = Object.keys(search).length === 0;
  const first = blank ? views.find(({ id }) => id === start) : undefined;
  useEffect(() => {
    if (first) void navigate({ to: '/customers', search: searchOf(first), replace: true });
  }, [first, navigate]);
  const change = (part: SearchChange) => {
    const next = Object.entries({ ...search, ...part }).filter(([key, value]) => {
      return value !== undefined && value !== '' && !(key === 'filter' && Object.keys(value).length === 0);
    });
    const kept = next.length === 0 && start !== null ? { view: 'all' } : Object.fromEntries(next);
    void navigate({ to: '/customers', search: kept, replace: true });
  };
  return { search, change, settled: !blank || (known && !first) };
}
