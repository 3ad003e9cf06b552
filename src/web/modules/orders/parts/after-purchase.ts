import { useQueryClient, type QueryClient } from '@tanstack/react-query';

/** A purchase changes the card, its figures, Today and lists: whatever is on the screen looks again. */
export function useLookAgain(): () => Promise<void> {
  const queries = useQueryClient();
  return () => lookAgain(queries);
}

export function lookAgain(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
}
