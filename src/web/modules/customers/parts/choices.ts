import { useQuery } from '@tanstack/react-query';
import { api, type ListChoiceView } from '../api.ts';

const NONE: readonly ListChoiceView[] = [];

/** What the list can be filtered by without being a column: segments. */
export function useChoices(): readonly ListChoiceView[] {
  return useQuery(api.columns.queryOptions({ input: {}, staleTime: 60_000 })).data?.choices ?? NONE;
}
