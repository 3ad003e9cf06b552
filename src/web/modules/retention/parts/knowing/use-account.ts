import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { toast, toastProblem } from '../../../../kit/toast.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api } from '../../api.ts';
import { problemOf } from '../problem.ts';

/** What one does with a key account; every one of them brings the screens of retention up to date. */
export function useAccount() {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: api.key() });
  const onError = (error: unknown) => toastProblem(problemOf(error)?.message ?? t('cases.failed'));
  return {
    name: useMutation(
      api.keyAccounts.name.mutationOptions({
        onSettled,
        onSuccess: ({ customer }) => toast(t('accounts.named', { name: customer.name })),
      }),
    ),
    /** One tap on a proposal: its problem has no form to stand in. */
    nameAtOnce: useMutation(
      api.keyAccounts.name.mutationOptions({
        onSettled,
        onError,
        onSuccess: ({ customer }) => toast(t('accounts.named', { name: customer.name })),
      }),
    ),
    change: useMutation(
      api.keyAccounts.change.mutationOptions({ onSettled, onSuccess: () => toast(t('accounts.changed')) }),
    ),
    release: useMutation(api.keyAccounts.release.mutationOptions({ onSettled })),
    review: useMutation(
      api.keyAccounts.review.mutationOptions({
        onSettled,
        onSuccess: (_review, { nextOn }) => toast(t('accounts.reviewed', { day: nextOn ? f.date(nextOn) : '' })),
      }),
    ),
  };
}
