import { keepPreviousData } from '@tanstack/react-query';
import { keyset, useKeysetList, type KeysetList } from '../../../api/lists.ts';
import { api, type Watched } from '../api.ts';
import type { View } from './views.ts';

type Cursor = string | undefined;

/** The rows of a view, page after page. */
export function useWatched(view: View): KeysetList<Watched> {
  const alerts = view === 'late' || view === 'changed' || view === 'settled';
  const ofAlerts = useKeysetList({
    ...api.alerts.infiniteOptions({
      input: (cursor: Cursor) => ({
        show: view === 'settled' ? ('settled' as const) : ('open' as const),
        ...(view === 'settled' ? {} : { kind: view === 'changed' ? ('changed' as const) : ('late' as const) }),
        ...(cursor ? { cursor } : {}),
      }),
      ...keyset,
      placeholderData: keepPreviousData,
    }),
    enabled: alerts,
  });
  const ofGroup = useKeysetList({
    ...api.watch.infiniteOptions({
      input: (cursor: Cursor) => ({ group: alerts ? ('regulars' as const) : view, ...(cursor ? { cursor } : {}) }),
      ...keyset,
      placeholderData: keepPreviousData,
    }),
    enabled: !alerts,
  });
  return alerts ? ofAlerts : ofGroup;
}
