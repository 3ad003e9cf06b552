import { useQuery } from '@tanstack/react-query';
import { api } from '../api.ts';

/** The seven figures; looked at again while the shop is being counted anew. */
export function useSummary() {
  return useQuery(
    api.summary.queryOptions({
      input: {},
      refetchInterval: ({ state }) => (state.data?.refreshing ? 2_000 : false),
    }),
  );
}
