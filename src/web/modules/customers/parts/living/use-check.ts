import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { toast, toastProblem } from '../../../../kit/toast.tsx';
import { api } from '../../api.ts';

type Outcome = 'checked' | 'still' | 'ask';

/** Takes a card off the clean-up list, and says by itself how it went. */
export function useCheck(): (customer: { id: string; name: string }, outcome: Outcome) => void {
  const { t } = useTranslation('customers');
  const queries = useQueryClient();
  const check = useMutation(api.living.check.mutationOptions());
  return ({ id, name }, outcome) =>
    check.mutate(
      { id, outcome },
      {
        onSuccess: () => {
          toast(t(`cleanUp.said.${outcome}`, { name }));
          void queries.invalidateQueries({ queryKey: api.living.key() });
          void queries.invalidateQueries({ queryKey: api.read.key() });
        },
        onError: (error) => toastProblem(isApiError(error) ? error.message : t('form.notSaved')),
      },
    );
}
