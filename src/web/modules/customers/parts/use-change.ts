import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isApiError, kindOf } from '../../../api/errors.ts';
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { api, type CustomerCard } from '../api.ts';

/** Changes this customer; the answer is the new card, so nothing is asked for twice. */
export function useChange(card: CustomerCard) {
  const { t } = useTranslation('customers');
  const queries = useQueryClient();
  const change = useMutation(
    api.change.mutationOptions({
      onSuccess: (changed) => showCard(queries, changed),
      onError: (error) => {
        const current = kindOf(error) === 'stale' && currentOf(error);
        if (current) showCard(queries, current);
      },
    }),
  );
  type Facts = Omit<Parameters<typeof change.mutateAsync>[0], 'id' | 'version'>;
  return {
    busy: change.isPending,
    /** Throws: for forms, which show the problem themselves. */
    save: (facts: Facts) => change.mutateAsync({ ...facts, id: card.id, version: card.version }),
    /** For single presses: says by itself how it went. */
    saveQuietly: async (facts: Facts, done?: string) => {
      try {
        await change.mutateAsync({ ...facts, id: card.id, version: card.version });
        if (done) toast(done);
      } catch (error) {
        toastProblem(isApiError(error) ? error.message : t('form.notSaved'));
      }
    },
  };
}

export function showCard(queries: QueryClient, card: CustomerCard): void {
  queries.setQueryData(api.read.queryKey({ input: { id: card.id } }), card);
  void queries.invalidateQueries({ queryKey: api.list.key() });
  void queries.invalidateQueries({ queryKey: api.timeline.key() });
}

function currentOf(error: unknown): CustomerCard | undefined {
  return isApiError(error) ? (error.data as { current?: CustomerCard } | undefined)?.current : undefined;
}
