import { useQuery } from '@tanstack/react-query';
import { contract } from '../../../../modules/workspaces/contract.ts';
import { moduleClient } from '../../../api/client.ts';

const workspaces = moduleClient('workspaces', { branches: contract.branches });

/** The stores that are open; none in most shops. */
export function useOpenBranches(): { id: string; name: string; closed: boolean }[] {
  const { data } = useQuery(workspaces.branches.list.queryOptions({ input: {}, staleTime: 5 * 60_000 }));
  return (data?.items ?? []).filter(({ closed }) => !closed);
}
