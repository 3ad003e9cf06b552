import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../api.ts';

export interface DeskView {
  whose: 'mine' | 'all';
  beyond: boolean;
}

const firstView: DeskView = { whose: 'all', beyond: false };

/** The day's cards; the menu's badge and the page share one answer. */
export function useDesk(view: DeskView = firstView) {
  return useQuery({
    ...api.desk.queryOptions({ input: { whose: view.whose, beyond: String(view.beyond) } }),
    staleTime: 60_000,
    refetchInterval: 120_000,
    refetchOnWindowFocus: true,
    placeholderData: keepPreviousData,
  });
}
