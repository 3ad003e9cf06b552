import {
  useInfiniteQuery,
  type DefaultError,
  type QueryKey,
  type UseInfiniteQueryOptions,
} from '@tanstack/react-query';

export interface Page<Row> {
  items: Row[];
  nextCursor: string | null;
  count?: { value: number; exact: boolean };
}

/** What the Ledger shows: the rows so far and how to get more. */
export interface KeysetList<Row> {
  rows: Row[] | undefined;
  count: { value: number; exact: boolean } | undefined;
  error: unknown;
  more: (() => void) | undefined;
  loadingMore: boolean;
  retry: () => void;
}

/** The two ends of a keyset list, to be spread into `infiniteOptions({ input: (cursor) => …, ...keyset })`. */
export const keyset = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last: { nextCursor: string | null }): string | undefined => last.nextCursor ?? undefined,
};

export function useKeysetList<Row, Key extends QueryKey>(
  options: UseInfiniteQueryOptions<Page<Row>, DefaultError, { pages: Page<Row>[] }, Key, string | undefined>,
): KeysetList<Row> {
  const query = useInfiniteQuery(options);
  return {
    rows: query.data?.pages.flatMap((page) => page.items),
    count: query.data?.pages[0]?.count,
    error: query.error,
    more: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
    loadingMore: query.isFetchingNextPage,
    retry: () => void query.refetch(),
  };
}
