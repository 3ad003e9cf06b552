import { Button } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import { Comparison } from '../parts/duplicates/comparison.tsx';
import classes from '../parts/duplicates/duplicates.module.css';
import { GroupCard } from '../parts/duplicates/group-card.tsx';

/** Cards that may be of one customer, the surest first; or, with `?cards=`, those that somebody wants to compare. */
export function DuplicatesPage(): ReactNode {
  const { t } = useTranslation('customers');
  const { cards } = useSearch({ strict: false }) as { cards?: string };
  if (cards) return <Chosen ids={cards.split(',').slice(0, 10)} />;
  return <Review title={t('duplicates.title')} />;
}

function Review({ title }: { title: string }): ReactNode {
  const { t } = useTranslation('customers');
  const { t: kit } = useTranslation('kit');
  const f = useFormats();
  const list = useKeysetList(
    api.duplicates.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ limit: 20, ...(cursor ? { cursor } : {}) }),
      ...keyset,
    }),
  );
  const note = list.count && t('duplicates.note', { count: list.count.value, shown: f.count(list.count) });
  return (
    <>
      <PageHead title={title} note={note} />
      {list.error !== null && list.error !== undefined && <ErrorState error={list.error} retry={list.retry} />}
      {!list.rows && !list.error && (
        <Waiting>
          <CardSkeleton lines={3} />
          <CardSkeleton lines={3} />
        </Waiting>
      )}
      {list.rows?.length === 0 && (
        <EmptyState
          icon={IconUsersGroup}
          step={
            <Button variant="default" component={Link} to="/customers">
              {t('duplicates.toList')}
            </Button>
          }
        >
          {t('duplicates.none')}
        </EmptyState>
      )}
      <div className={classes.list}>
        {list.rows?.map((group) => (
          <GroupCard key={group.id} group={group} />
        ))}
        {list.more && (
          <Button variant="subtle" loading={list.loadingMore} onClick={list.more}>
            {kit('ledger.more')}
          </Button>
        )}
      </div>
    </>
  );
}

function Chosen({ ids }: { ids: readonly string[] }): ReactNode {
  const { t } = useTranslation('customers');
  const navigate = useNavigate();
  const asked = useQueries({ queries: ids.map((id) => api.read.queryOptions({ input: { id } })) });
  const problem = asked.find(({ error }) => error)?.error;
  const cards = asked.flatMap(({ data }) => data ?? []);
  return (
    <>
      <PageHead title={t('duplicates.title')} />
      {problem ? <ErrorState error={problem} /> : null}
      {cards.length === ids.length ? (
        <Card className={classes.list ?? ''}>
          <Comparison cards={cards} onDone={(id) => void navigate({ to: '/customers/$id', params: { id } })} />
        </Card>
      ) : (
        !problem && (
          <Waiting>
            <CardSkeleton lines={6} />
          </Waiting>
        )
      )}
    </>
  );
}
