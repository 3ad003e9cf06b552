import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { api } from '../api.ts';

/** Takes a customer out of the bin, in the list of the bin. */
export function RestoreButton({ id, name }: { id: string; name: string }): ReactNode {
  const { t } = useTranslation('customers');
  const queries = useQueryClient();
  const restore = useMutation(
    api.restore.mutationOptions({
      onSuccess: async () => {
        toast(t('list.restored', { name }));
        await queries.invalidateQueries({ queryKey: api.key() });
      },
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('form.notSaved')),
    }),
  );
  return (
    <Button size="compact-sm" variant="light" loading={restore.isPending} onClick={() => restore.mutate({ id })}>
      {t('list.restore')}
    </Button>
  );
}
