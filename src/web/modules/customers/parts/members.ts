import { useQuery } from '@tanstack/react-query';
import { contract } from '../../../../modules/workspaces/contract.ts';
import { moduleClient } from '../../../api/client.ts';

const workspaces = moduleClient('workspaces', { members: contract.members });

export interface Member {
  id: string;
  name: string;
  active: boolean;
}

/** Everybody who is or was a colleague. */
export function useMembers(): Member[] {
  return useQuery(workspaces.members.list.queryOptions({ input: {}, staleTime: 5 * 60_000 })).data?.items ?? NOBODY;
}

/** Those who can own customers and be mentioned. */
export function useColleagues(): Member[] {
  return useMembers().filter(({ active }) => active);
}

export function useMemberName(id: string | null): string | undefined {
  return useMembers().find((member) => member.id === id)?.name;
}

const NOBODY: Member[] = [];
