import { Button } from '@mantine/core';
import { IconUsersPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { Tag, Tags } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type PooledCustomer } from '../api.ts';
import classes from '../parts/distribution/distribution.module.css';
import { useDistribution } from '../parts/distribution/use-distribution.ts';
import { TeamTabs } from '../parts/team-tabs.tsx';

/** Customers whom nobody looks after, to take; and one's own who are about to go there. */
export function PoolPage(): ReactNode {
  const { t } = useTranslation('team');
  const { taking } = useDistribution();
  const list = useKeysetList(
    api.distribution.pool.list.infiniteOptions({ input: (cursor: string | undefined) => ({ cursor }), ...keyset }),
  );
  const { data: first } = useQuery(api.distribution.pool.list.queryOptions({ input: { limit: 1 } }));
  const left = first?.left ?? 0;
  return (
    <>
      <PageHead title={t('tab.pool')} note={first && t('pool.left', { count: left })} />
      <TeamTabs />
      <div className={classes.page}>
        <Leaving />
        <Card heading={t('pool.title')}>
          <p className={classes.about}>{t('pool.about')}</p>
          {list.rows === undefined ? (
            list.error ? (
              <ErrorState error={list.error} retry={list.retry} small />
            ) : (
              <Waiting>
                <Lines count={5} />
              </Waiting>
            )
          ) : list.rows.length === 0 ? (
            <EmptyState icon={IconUsersPlus} small>
              {t('pool.empty')}
            </EmptyState>
          ) : (
            <ul className={classes.list}>
              {list.rows.map((one) => (
                <Pooled
                  key={one.id}
                  one={one}
                  busy={taking.isPending && taking.variables?.id === one.id}
                  onTake={left > 0 ? () => taking.mutate({ id: one.id }) : undefined}
                />
              ))}
            </ul>
          )}
          {list.more && (
            <Button variant="subtle" loading={list.loadingMore ?? false} onClick={list.more}>
              {t('more')}
            </Button>
          )}
        </Card>
      </div>
    </>
  );
}

interface PooledProps {
  one: PooledCustomer;
  busy: boolean;
  onTake: (() => void) | undefined;
}

function Pooled({ one, busy, onTake }: PooledProps): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const { name, stage, source, branch, tags, since } = one;
  return (
    <li>
      <span className={classes.what}>
        {name}{' '}
        <Tags>
          {tags.slice(0, 3).map((tag) => (
            <Tag key={tag} tone="plain">
              {tag}
            </Tag>
          ))}
        </Tags>
        <small>
          {[t(`customers:stage.${stage}`), branch?.name, source, t('pool.since', { age: f.age(since) })]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </span>
      <Button
        size="sm"
        variant="light"
        loading={busy}
        disabled={!onTake}
        aria-label={t('pool.takeNamed', { name })}
        onClick={onTake}
      >
        {t('pool.take')}
      </Button>
    </li>
  );
}

function Leaving(): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const { data } = useQuery(api.distribution.pool.leaving.queryOptions({ input: {} }));
  if (!data || data.items.length === 0) return null;
  return (
    <Card heading={t('pool.leaving')}>
      <p className={classes.about}>{t('pool.leavingAbout')}</p>
      <ul className={classes.list}>
        {data.items.map(({ customer, owner, leavesOn }) => (
          <li key={customer.id}>
            <span className={classes.what}>
              <Link to="/customers/$id" params={{ id: customer.id }}>
                {customer.name}
              </Link>
              <small>{owner.name}</small>
            </span>
            <Tag tone="mind">{t('pool.leavesOn', { day: f.date(leavesOn) })}</Tag>
          </li>
        ))}
      </ul>
    </Card>
  );
}
