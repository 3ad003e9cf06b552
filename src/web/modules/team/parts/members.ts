import { useQuery } from '@tanstack/react-query';
import { contract } from '../../../../modules/workspaces/contract.ts';
import { moduleClient } from '../../../api/client.ts';

const workspaces = moduleClient('workspaces', { members: contract.members });

export interface Member {
  id: string;
  name: string;
  active: boolean;
  self: boolean;
}

/** Everybody who works here; oneself first. */
export function useColleagues(): Member[] {
  const { data } = useQuery(workspaces.members.list.queryOptions({ input: {}, staleTime: 5 * 60_000 }));
  const active = (data?.items ?? NOBODY).filter((member) => member.active);
  return active.toSorted((a, b) => Number(b.self) - Number(a.self));
}

const NOBODY: Member[] = [];
