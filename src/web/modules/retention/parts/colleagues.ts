import { useQuery } from '@tanstack/react-query';
import { contract } from '../../../../modules/workspaces/contract.ts';
import { moduleClient } from '../../../api/client.ts';

const workspaces = moduleClient('workspaces', { members: contract.members });

/** Everybody who works here, oneself first, as a Select takes them; the empty value is nobody. */
export function useColleagueChoice(words: { me: (name: string) => string; nobody: string }) {
  const { data } = useQuery(workspaces.members.list.queryOptions({ input: {}, staleTime: 5 * 60_000 }));
  const active = (data?.items ?? NOBODY).filter((member) => member.active);
  return [
    ...active
      .toSorted((a, b) => Number(b.self) - Number(a.self))
      .map(({ id, name, self }) => ({ value: id, label: self ? words.me(name) : name })),
    { value: '', label: words.nobody },
  ];
}

const NOBODY: { id: string; name: string; active: boolean; self: boolean }[] = [];
