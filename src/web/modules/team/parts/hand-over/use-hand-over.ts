import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { toast, toastProblem } from '../../../../kit/toast.tsx';
import { api } from '../../api.ts';

const calls = api.handOver;

/** What is done with a hand-over; everything shown is asked for anew, because owners change everywhere. */
export function useHandOver() {
  const { t } = useTranslation('team');
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries();
  const onError = (error: unknown) => toastProblem(isApiError(error) ? error.message : t('failed'));
  return {
    begin: useMutation(calls.begin.mutationOptions({ onSettled })),
    change: useMutation(
      calls.change.mutationOptions({ onSettled, onError, onSuccess: () => toast(t('handOver.saved')) }),
    ),
    drop: useMutation(calls.drop.mutationOptions({ onSettled })),
    give: useMutation(calls.give.mutationOptions({ onSettled, onSuccess: () => toast(t('handOver.given')) })),
    takeBack: useMutation(
      calls.takeBack.mutationOptions({
        onSettled,
        onSuccess: ({ kept }) => toast(kept > 0 ? t('handOver.backKept', { count: kept }) : t('handOver.back')),
      }),
    ),
    letter: useMutation(calls.letter.mutationOptions({ onSettled, onError })),
  };
}
