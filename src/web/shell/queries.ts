import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { kindOf, retryAfter } from '../api/errors.ts';
import { onConnection, connection } from '../api/connection.ts';
import { sessionQuery } from '../api/session.ts';

/** One query client: a lost session is noticed anywhere, a server that comes back refreshes what failed. */
export function buildQueries(onSignedOut: () => void): QueryClient {
  const notice = (error: unknown) => {
    if (kindOf(error) === 'signed-out') onSignedOut();
  };
  const queries = new QueryClient({
    queryCache: new QueryCache({ onError: notice }),
    mutationCache: new MutationCache({ onError: notice }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // Asked without a network, too: what waits for one would be a skeleton for ever, and what failed says so.
        networkMode: 'always',
        refetchOnReconnect: true,
        refetchOnWindowFocus: whenReachable,
        refetchOnMount: whenReachable,
        retry: (failures, error) => failures < 2 && connection() !== 'offline' && mayPass(error),
        retryDelay: delay,
      },
      mutations: { networkMode: 'always' },
    },
  });
  onConnection(() => {
    if (connection() === 'online') void queries.invalidateQueries({ predicate: (query) => query.state.error !== null });
  });
  return queries;
}

export async function forgetSession(queries: QueryClient): Promise<void> {
  await queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
}

/** What is there stays as it is while the network is not. */
function whenReachable({ state }: { state: { data: unknown } }): boolean {
  return state.data === undefined || connection() === 'online';
}

/** A refusal stays a refusal; only an absent or overloaded server is worth asking again. */
function mayPass(error: unknown): boolean {
  return ['away', 'offline', 'limited'].includes(kindOf(error));
}

function delay(failures: number, error: unknown): number {
  return (retryAfter(error) ?? 2 ** failures) * 1_000;
}
