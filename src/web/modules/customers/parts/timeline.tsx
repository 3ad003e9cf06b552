import { Button } from '@mantine/core';
import { IconTimeline } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset } from '../../../api/lists.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { api } from '../api.ts';
import classes from './card.module.css';
import { NoteComposer } from './note-composer.tsx';
import { Entry } from './timeline-entry.tsx';

interface TimelineProps {
  customerId: string;
  mayWrite: boolean;
}

/** Newest first, with the place to write at its head. */
export function Timeline({ customerId, mayWrite }: TimelineProps): ReactNode {
  return (
    <Card>
      {mayWrite && <NoteComposer customerId={customerId} />}
      <Entries customerId={customerId} />
    </Card>
  );
}

function Entries({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('customers');
  const { t: kit } = useTranslation('kit');
  const query = useInfiniteQuery(
    api.timeline.infiniteOptions({
      input: (cursor: string | undefined) => ({ id: customerId, limit: 30, ...(cursor ? { cursor } : {}) }),
      ...keyset,
    }),
  );
  if (query.error && !query.data) return <ErrorState error={query.error} retry={() => void query.refetch()} small />;
  if (!query.data)
    return (
      <Waiting>
        <CardSkeleton lines={4} />
      </Waiting>
    );
  const entries = query.data.pages.flatMap((page) => page.items);
  if (entries.length === 0)
    return (
      <EmptyState icon={IconTimeline} small>
        {t('card.nothingYet')}
      </EmptyState>
    );
  return (
    <>
      <ol className={classes.timeline}>
        {entries.map((entry) => (
          <Entry key={`${entry.kind}.${entry.id}`} entry={entry} customerId={customerId} />
        ))}
      </ol>
      {query.hasNextPage && (
        <Button variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {kit('ledger.more')}
        </Button>
      )}
    </>
  );
}
