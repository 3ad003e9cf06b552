import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { toast, toastProblem, toastWithUndo } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';

/** Whatever shows tasks looks again: lists, boards, and Today. */
export function useLookAgain(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: api.key() }),
      queries.invalidateQueries({ predicate: ({ queryKey }) => JSON.stringify(queryKey[0]).startsWith('["today"') }),
    ]);
  };
}

interface Named {
  id: string;
  title: string;
}

/** One tap each, with the way back in the toast. */
export function useTaskActs() {
  const { t } = useTranslation('team');
  const f = useFormats();
  const lookAgain = useLookAgain();
  const onSettled = lookAgain;
  const onError = (error: unknown) => toastProblem(isApiError(error) ? error.message : t('failed'));
  const doing = useMutation(api.tasks.done.mutationOptions({ onSettled, onError }));
  const reopening = useMutation(api.tasks.reopen.mutationOptions({ onSettled, onError }));
  const removing = useMutation(api.tasks.remove.mutationOptions({ onSettled, onError }));
  const restoring = useMutation(api.tasks.restore.mutationOptions({ onSettled, onError }));
  const postponing = useMutation(api.tasks.postpone.mutationOptions({ onSettled, onError }));
  return {
    busy: doing.isPending || reopening.isPending || removing.isPending,
    done({ id, title }: Named): void {
      doing.mutate(
        { id },
        {
          onSuccess({ next }) {
            const again = next?.due ? t('said.next', { day: f.date(next.due.on) }) : '';
            toastWithUndo(`${t('said.done', { title })} ${again}`.trim(), () => reopening.mutate({ id }));
          },
        },
      );
    },
    reopen: ({ id }: Named): void => reopening.mutate({ id }),
    remove({ id, title }: Named, onGone?: () => void): void {
      removing.mutate(
        { id },
        {
          onSuccess() {
            onGone?.();
            toastWithUndo(t('said.removed', { title }), () => restoring.mutate({ id }));
          },
        },
      );
    },
    postpone({ id }: Named, day: string): void {
      postponing.mutate({ id, day }, { onSuccess: () => toast(t('said.postponed', { day: f.date(day) })) });
    },
  };
}
