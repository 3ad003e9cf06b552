import { useQuery } from '@tanstack/react-query';
import { readErrorBody } from '../../../api/errors.ts';
import { API, apiFetch, callHeaders } from '../../../api/http.ts';

export interface Member {
  id: string;
  name: string;
}

/** Colleagues, for owners and mentions. */
export function useMembers(): Member[] {
  const { data } = useQuery({ queryKey: ['members'], staleTime: 5 * 60_000, queryFn: readMembers });
  return data ?? NOBODY;
}

export function useMemberName(id: string | null): string | undefined {
  return useMembers().find((member) => member.id === id)?.name;
}

const NOBODY: Member[] = [];

async function readMembers({ signal }: { signal: AbortSignal }): Promise<Member[]> {
  const answer = await apiFetch(`${API}/members`, { headers: callHeaders(), signal });
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw readErrorBody(body, answer.status) ?? new Error(`members: ${answer.status}`);
  const items = Array.isArray(body) ? body : (body as { items?: unknown }).items;
  return Array.isArray(items) ? (items as Member[]) : [];
}
