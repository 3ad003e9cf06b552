import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { toast, toastProblem } from '../../../../kit/toast.tsx';
import { api, type ConsentLedger } from '../../api.ts';

const calls = api.privacy.consents;

/** The customer's consents and restrictions, and what can be done about them; every answer is the new ledger. */
export function useLedger(customerId: string) {
  const { t } = useTranslation('customers');
  const queries = useQueryClient();
  const input = { id: customerId };
  const { data, error, refetch } = useQuery(calls.ledger.queryOptions({ input }));
  const shown = {
    onSuccess: (ledger: ConsentLedger) => {
      queries.setQueryData(calls.ledger.queryKey({ input }), ledger as never);
      void queries.invalidateQueries({ queryKey: api.read.key() });
      void queries.invalidateQueries({ queryKey: api.timeline.key() });
      void queries.invalidateQueries({ queryKey: api.insights.key() });
      toast(t('privacy.recorded'));
    },
  };
  const quiet = {
    ...shown,
    onError: (failure: unknown) => toastProblem(isApiError(failure) ? failure.message : t('form.notSaved')),
  };
  return {
    ledger: data,
    error,
    retry: () => void refetch(),
    record: useMutation(calls.record.mutationOptions(shown)),
    /** For a single press, which says by itself how it went. */
    recordQuietly: useMutation(calls.record.mutationOptions(quiet)),
    ask: useMutation(calls.ask.mutationOptions(shown)),
    restrict: useMutation(calls.restrict.mutationOptions(shown)),
    lift: useMutation(calls.lift.mutationOptions(quiet)),
  };
}

export type Ledger = ReturnType<typeof useLedger>;
