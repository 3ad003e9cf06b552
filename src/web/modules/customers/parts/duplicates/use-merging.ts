import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { contract } from '../../../../../modules/transfer/contract.ts';
import { moduleClient } from '../../../../api/client.ts';
import { isApiError } from '../../../../api/errors.ts';
import { toast, toastProblem, toastWithUndo } from '../../../../kit/toast.tsx';
import { api } from '../../api.ts';

const transfer = moduleClient('transfer', { changeSets: contract.changeSets });

/** Merging, parting and telling apart: each says by itself how it went, and everything shown is asked for anew. */
export function useMerging() {
  const { t } = useTranslation('customers');
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries();
  const sayProblem = (error: unknown) => toastProblem(isApiError(error) ? error.message : t('form.notSaved'));
  const merging = useMutation(api.duplicates.merge.mutationOptions());
  const undoing = useMutation(transfer.changeSets.undo.mutationOptions());
  const telling = useMutation(api.duplicates.distinguish.mutationOptions());

  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      await refresh();
      return true;
    } catch (error) {
      sayProblem(error);
      return false;
    }
  };
  const part = (changeSet: string) =>
    attempt(async () => {
      const { counts } = await undoing.mutateAsync({ id: changeSet });
      toast(counts.kept > 0 ? t('duplicates.partedKept', { count: counts.kept }) : t('duplicates.parted'));
    });
  return {
    busy: merging.isPending || undoing.isPending || telling.isPending,
    part,
    merge: (keep: { id: string; name: string }, others: readonly string[], fields: Record<string, string>) =>
      attempt(async () => {
        const { changeSet } = await merging.mutateAsync({ keep: keep.id, merge: [...others], fields });
        toastWithUndo(t('duplicates.merged', { count: others.length, name: keep.name }), () => void part(changeSet));
      }),
    distinguish: (customers: readonly string[]) =>
      attempt(async () => {
        await telling.mutateAsync({ customers: [...customers] });
        toast(t('duplicates.distinguished'));
      }),
  };
}
