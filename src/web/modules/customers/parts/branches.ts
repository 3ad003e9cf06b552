import { useQuery } from '@tanstack/react-query';
import { contract } from '../../../../modules/workspaces/contract.ts';
import { moduleClient } from '../../../api/client.ts';

const workspaces = moduleClient('workspaces', { branches: contract.branches });

interface Branch {
  id: string;
  name: string;
  closed: boolean;
}

/** The stores of the business, closed ones included; none in most shops. */
export function useBranches(): Branch[] {
  return useQuery(workspaces.branches.list.queryOptions({ input: {}, staleTime: 5 * 60_000 })).data?.items ?? NONE;
}

export function useBranchName(id: string | null): string | undefined {
  return useBranches().find((branch) => branch.id === id)?.name;
}

const NONE: Branch[] = [];
