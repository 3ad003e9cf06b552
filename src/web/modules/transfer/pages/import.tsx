import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useEvents } from '../../../api/events.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { api, type ImportView } from '../api.ts';
import { Outcome } from '../parts/outcome.tsx';
import { Preview } from '../parts/preview.tsx';
import { Running } from '../parts/running.tsx';
import classes from '../parts/transfer.module.css';

/** One import from its first look to its undo, live. */
export function ImportPage(): ReactNode {
  const { t } = useTranslation('transfer');
  const { id = '' } = useParams({ strict: false });
  const queries = useQueryClient();
  const options = api.imports.read.queryOptions({ input: { id } });
  const { data, error, refetch } = useQuery(options);
  const live =
    data !== undefined && (['queued', 'running'].includes(data.state) || data.rehearsal?.state === 'running');
  useEvents(live ? `/imports/${id}/events` : null, (news) =>
    queries.setQueryData(options.queryKey, news as ImportView),
  );
  const state = data?.state;
  useEffect(() => {
    // Everything else on the screens counts customers and orders, which are others now.
    if (state === 'done' || state === 'undone') {
      void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    }
  }, [state, queries]);
  return (
    <div className={classes.stack}>
      <PageHead title={data?.fileName ?? t('new.title')} note={data && t(`states.${data.state}`)} />
      {data ? (
        <Body view={data} />
      ) : error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <Waiting>
          <Lines count={6} />
        </Waiting>
      )}
    </div>
  );
}

function Body({ view }: { view: ImportView }): ReactNode {
  if (view.state === 'preview') return <Preview view={view} />;
  if (view.state === 'queued' || view.state === 'running') return <Running view={view} />;
  return <Outcome view={view} />;
}
