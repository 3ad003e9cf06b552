import { queryOptions, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { FieldReach } from '../../kernel/access.ts';
import { readErrorBody } from './errors.ts';
import { API, apiFetch, callHeaders } from './http.ts';
import { rememberWorkspace } from './place.ts';

export type Language = 'zh-CN' | 'zh-TW' | 'en';

export interface SessionWorkspace {
  id: string;
  name: string;
  /** IANA zone: the shop's day is a day there. */
  zone: string;
  baseCurrency: string;
  language: Language;
  /** The shop's civil date. */
  today: string;
}

/** `GET /session`: who is here, where, and what they may do. */
export interface Session {
  setupNeeded: boolean;
  /** Must set up a second step before anything else. */
  secondStepNeeded: boolean;
  user?: { id: string; name: string; email: string; language: Language | null };
  workspace?: SessionWorkspace;
  workspaces: { id: string; name: string }[];
  permissions: string[];
  /** Fields of which one sees less than everything, e.g. `customers.phone`. */
  fields: Readonly<Record<string, FieldReach>>;
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: 5 * 60_000,
  // Without the query's signal: the router waits for the same answer, and must not lose it when a part of the screen goes.
  queryFn: async (): Promise<Session> => {
    const answer = await apiFetch(`${API}/session`, { headers: callHeaders() });
    const body: unknown = await answer.json().catch(() => null);
    if (!answer.ok) throw readErrorBody(body, answer.status) ?? new Error(`session: ${answer.status}`);
    return body as Session;
  },
});

const stranger: Session = { setupNeeded: false, secondStepNeeded: false, workspaces: [], permissions: [], fields: {} };

export function useSession(): Session {
  return useQuery(sessionQuery).data ?? stranger;
}

/** Inside the frame there always is one. */
export function useWorkspace(): SessionWorkspace {
  const { workspace } = useSession();
  if (!workspace) throw new Error('No workspace outside the frame.');
  return workspace;
}

export function may(session: Session, permission: string | undefined): boolean {
  return permission === undefined || session.permissions.includes(permission);
}

/** `const mayMerge = useMay('customers.merge')`: hide what a person may not do; the server refuses it anyway. */
export function useMay(permission: string | undefined): boolean {
  return may(useSession(), permission);
}

/** After signing in or out, or choosing another workspace: nothing of the old view may remain. */
export async function startOver(client: QueryClient, workspaceId: string | null): Promise<void> {
  rememberWorkspace(workspaceId);
  await client.cancelQueries();
  await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
  await client.resetQueries({ predicate: (query) => query.queryKey[0] !== sessionQuery.queryKey[0] });
}

export function useStartOver(): (workspaceId: string | null) => Promise<void> {
  const client = useQueryClient();
  return (workspaceId) => startOver(client, workspaceId);
}
