import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { toast, toastProblem } from '../../../../kit/toast.tsx';
import { api } from '../../api.ts';

/** What one does with a case; every one of them brings the screens of retention up to date. */
export function useCase() {
  const { t } = useTranslation('retention');
  const queries = useQueryClient();
  // Not waited for: who asked goes on at once. The card may take away the form that opened the case while the rest still loads.
  const onSettled = () => void queries.invalidateQueries({ queryKey: api.key() });
  const saying = (word: string) => ({ onSettled, onSuccess: () => toast(t(word)) });
  const onError = (error: unknown) => toastProblem(isApiError(error) ? error.message : t('cases.failed'));
  return {
    open: useMutation(api.cases.open.mutationOptions(saying('cases.opened'))),
    assign: useMutation(api.cases.assign.mutationOptions(saying('cases.assigned'))),
    noteCause: useMutation(api.cases.noteCause.mutationOptions(saying('cases.causeSaved'))),
    agree: useMutation(api.cases.agree.mutationOptions(saying('cases.agreed'))),
    addStep: useMutation(api.cases.addStep.mutationOptions(saying('cases.stepAdded'))),
    close: useMutation(api.cases.close.mutationOptions(saying('cases.closed'))),
    reopen: useMutation(api.cases.reopen.mutationOptions({ ...saying('cases.reopened'), onError })),
    forget: useMutation(api.cases.forget.mutationOptions({ ...saying('cases.forgotten'), onError })),
    setRule: useMutation(api.cases.setRule.mutationOptions({ onSettled, onError })),
  };
}
