import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { toast, toastProblem, toastWithUndo } from '../../../../kit/toast.tsx';
import { api, type View } from '../../api.ts';

const NONE: View[] = [];

/** The views that one may open. */
export function useViews() {
  const { data, isPending } = useQuery(api.views.list.queryOptions({ input: {}, staleTime: 60_000 }));
  return { views: data?.items ?? NONE, start: data?.start ?? null, known: !isPending };
}

/** What can be done with views; each says by itself how it went, but those that forms show. */
export function useViewActs() {
  const { t } = useTranslation('customers');
  const queries = useQueryClient();
  const renew = () => queries.invalidateQueries({ queryKey: api.views.list.key() });
  const onError = (error: unknown) => {
    toastProblem(isApiError(error) ? error.message : t('views.notSaved'));
    void renew();
  };
  const restore = useMutation(api.views.restore.mutationOptions({ onSuccess: renew, onError }));
  const remove = useMutation(api.views.remove.mutationOptions({ onSuccess: renew, onError }));
  return {
    create: useMutation(api.views.create.mutationOptions({ onSuccess: renew })),
    share: useMutation(api.views.share.mutationOptions({ onSuccess: renew })),
    rename: useMutation(api.views.change.mutationOptions({ onSuccess: renew })),
    save: useMutation(
      api.views.change.mutationOptions({
        onSuccess: () => {
          toast(t('views.saved'));
          return renew();
        },
        onError,
      }),
    ),
    pin: useMutation(api.views.pin.mutationOptions({ onSuccess: renew, onError })),
    /** The part that asks for it is gone by the time it is done. */
    remove: async ({ id, name }: View) => {
      try {
        await remove.mutateAsync({ id });
        toastWithUndo(t('views.removed', { name }), () => restore.mutate({ id }));
      } catch {
        // The mutation has said so.
      }
    },
  };
}
