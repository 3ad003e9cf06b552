import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { contract } from '../../../../../modules/transfer/contract.ts';
import { moduleClient } from '../../../../api/client.ts';
import { isApiError } from '../../../../api/errors.ts';
import { toast, toastProblem, toastWithUndo } from '../../../../kit/toast.tsx';
import { api } from '../../api.ts';

const transfer = moduleClient('transfer', { changeSets: contract.changeSets });

/** Saving, giving away, taking and giving back; each says how it went, and everything shown is asked for anew. */
export function useDistribution() {
  const { t } = useTranslation('team');
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries();
  const onError = (error: unknown) => toastProblem(isApiError(error) ? error.message : t('failed'));
  const undoing = useMutation(transfer.changeSets.undo.mutationOptions({ onSettled, onError }));
  const saving = useMutation(
    api.distribution.change.mutationOptions({ onSettled, onSuccess: () => toast(t('distribution.saved')) }),
  );
  const running = useMutation(
    api.distribution.run.mutationOptions({
      onSettled,
      onSuccess({ given, changeSet }) {
        const count = given.reduce((sum, { customers }) => sum + customers, 0);
        toastWithUndo(t('distribution.given', { count }), () => undoing.mutate({ id: changeSet }));
      },
    }),
  );
  const taking = useMutation(
    api.distribution.pool.take.mutationOptions({ onSettled, onError, onSuccess: () => toast(t('pool.taken')) }),
  );
  const returning = useMutation(
    api.distribution.pool.giveBack.mutationOptions({ onSettled, onError, onSuccess: () => toast(t('pool.returned')) }),
  );
  return { saving, running, taking, returning };
}
