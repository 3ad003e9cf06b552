import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { toastProblem } from '../../../kit/toast.tsx';
import { api } from '../api.ts';
import { problemsOf } from './problems.ts';

/** Roles that one may give come first in lists of choices; the others cannot be chosen. */
export function useRoles() {
  const roles = useQuery(api.roles.list.queryOptions({ input: {} })).data?.items ?? [];
  const choices = roles.map(({ role, name, about, givable }) => {
    return { value: role, label: about ? `${name} · ${about}` : name, disabled: !givable };
  });
  return { roles, choices };
}

export function useTeams() {
  return useQuery(api.teams.list.queryOptions({ input: {} })).data?.items ?? [];
}

export function useBranches() {
  return useQuery(api.branches.list.queryOptions({ input: {} })).data?.items ?? [];
}

export function useAbsences() {
  return useQuery(api.absences.list.queryOptions({ input: {} })).data?.items ?? [];
}

export const asChoices = (items: readonly { id: string; name: string }[]) =>
  items.map(({ id, name }) => ({ value: id, label: name }));

/** After a change of the team everything of it is asked for anew; a refusal is shown in the server's words. */
export function useAfterChange(done?: () => void) {
  const { t } = useTranslation('workspaces');
  const queries = useQueryClient();
  return {
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: api.key() });
      done?.();
    },
    onError: (error: unknown) => toastProblem(problemsOf(error, [], t('door.away')).whole ?? ''),
  };
}

export function useChangeMember(done?: () => void) {
  return useMutation(api.members.change.mutationOptions(useAfterChange(done)));
}
