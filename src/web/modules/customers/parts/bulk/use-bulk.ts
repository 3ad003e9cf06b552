import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { contract } from '../../../../../modules/transfer/contract.ts';
import { moduleClient } from '../../../../api/client.ts';
import { isApiError } from '../../../../api/errors.ts';
import { toast, toastProblem, toastWithUndo } from '../../../../kit/toast.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type BulkAsked, type BulkView } from '../../api.ts';

const transfer = moduleClient('transfer', { changeSets: contract.changeSets });
const LOOK_AGAIN_MS = 1_000;

/** A change of many: begun, watched while it runs, and taken back. */
export function useBulk(onDone: () => void) {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const queries = useQueryClient();
  const [running, setRunning] = useState<string>();
  const undoing = useMutation(transfer.changeSets.undo.mutationOptions());
  const undo = async (changeSet: string) => {
    try {
      const { reversed, counts } = await undoing.mutateAsync({ id: changeSet });
      const shown = f.number(reversed);
      toast(
        counts.kept > 0 ? t('bulk.undoneKept', { shown, kept: f.number(counts.kept) }) : t('bulk.undone', { shown }),
      );
    } catch (error) {
      toastProblem(isApiError(error) ? error.message : t('form.notSaved'));
    }
    void queries.invalidateQueries();
  };
  const settle = (view: BulkView) => {
    if (view.state === 'queued' || view.state === 'running') {
      setRunning(view.id);
      return;
    }
    setRunning(undefined);
    const { changeSet, changed } = view;
    if (view.state === 'failed') toastProblem(view.failure ?? t('bulk.failed'));
    const sentence = t('bulk.done', { count: changed, shown: f.number(changed) });
    if (changeSet && changed > 0) toastWithUndo(sentence, () => void undo(changeSet));
    void queries.invalidateQueries();
  };
  const start = useMutation(api.bulk.start.mutationOptions());
  return {
    running,
    settle,
    start: async (asked: BulkAsked) => {
      settle(await start.mutateAsync(asked));
      onDone();
    },
  };
}

/** How far the change is; tells when it has ended. */
export function useProgress(id: string, onEnd: (view: BulkView) => void): BulkView | undefined {
  const { data } = useQuery(
    api.bulk.read.queryOptions({
      input: { id },
      refetchInterval: ({ state }) => (isOver(state.data) ? false : LOOK_AGAIN_MS),
    }),
  );
  const end = useEffectEvent(onEnd);
  const over = isOver(data);
  useEffect(() => {
    if (over && data) end(data);
  }, [over, data]);
  return data;
}

function isOver(view: BulkView | undefined): boolean {
  return view?.state === 'done' || view?.state === 'failed';
}
