import { useDebouncedCallback } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError, kindOf } from '../../../../api/errors.ts';
import { toastProblem } from '../../../../kit/toast.tsx';
import { api, type FieldLayout } from '../../api.ts';
import { placesOf, type Places } from './arrangement.ts';

/** Saved a moment after the last move, so that ten presses of a key are one change. */
const SETTLE_MS = 500;

/** The order as it is being changed, and what moves it. */
export function useArranging(layout: FieldLayout): { places: Places; move: (next: Places) => void } {
  const { t } = useTranslation('customers');
  const queries = useQueryClient();
  const [moved, setMoved] = useState<Places | null>(null);
  const arrange = useMutation(
    api.fields.arrange.mutationOptions({
      onSuccess: (now) => queries.setQueryData(api.fields.list.queryKey({ input: {} }), now),
      onError: async (error) => {
        await queries.invalidateQueries({ queryKey: api.fields.key() });
        const stale = kindOf(error) === 'stale';
        toastProblem(stale || !isApiError(error) ? t('fields.someoneElse') : error.message);
      },
      onSettled: () => setMoved(null),
    }),
  );
  const save = useDebouncedCallback((next: Places) => {
    const sections = next.map(({ id, fields }) => ({ id, fields: [...fields] }));
    arrange.mutate({ arrangement: layout.arrangement, sections });
  }, SETTLE_MS);
  return {
    places: moved ?? placesOf(layout),
    move: (next) => {
      setMoved(next);
      save(next);
    },
  };
}
