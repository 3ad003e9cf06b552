import { useMutation, useQueryClient, type UseMutationOptions } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { toastProblem } from '../../../../kit/toast.tsx';
import { api } from '../../api.ts';

/** A change of definitions: what shows fields asks anew, and what went wrong is said. */
export function useFieldChange<Data, Failure, Input, Context>(
  options: UseMutationOptions<Data, Failure, Input, Context>,
) {
  const { t } = useTranslation('customers');
  const queries = useQueryClient();
  return useMutation<Data, Failure, Input, Context>({
    ...options,
    onSuccess: () => queries.invalidateQueries({ queryKey: api.key() }),
    onError: (error) => {
      void queries.invalidateQueries({ queryKey: api.fields.key() });
      toastProblem(isApiError(error) ? error.message : t('form.notSaved'));
    },
  });
}
