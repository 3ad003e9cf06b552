import { IconUserShare } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { Card } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import { BeginForm } from '../parts/hand-over/begin-form.tsx';
import classes from '../parts/hand-over/hand-over.module.css';
import { TeamTabs } from '../parts/team-tabs.tsx';

/** Colleagues who leave or are away, and what became of their customers. */
export function HandOversPage(): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const { data, error } = useQuery(api.handOver.list.queryOptions({ input: {} }));
  return (
    <>
      <PageHead title={t('tab.handOver')} />
      <TeamTabs />
      <div className={classes.page}>
        <Card heading={t('handOver.new')}>
          <p className={classes.about}>{t('handOver.about')}</p>
          <BeginForm />
        </Card>
        <Card heading={t('handOver.all')}>
          {error && <ErrorState error={error} small />}
          {data?.items.length === 0 && (
            <EmptyState icon={IconUserShare} small>
              {t('handOver.none')}
            </EmptyState>
          )}
          <ul className={classes.list}>
            {data?.items.map(({ id, member, kind, state, customers, createdAt, by }) => (
              <li key={id}>
                <span className={classes.what}>
                  <Link to="/team/hand-over/$id" params={{ id } as never}>
                    {member.name}
                  </Link>
                  <small>
                    {[
                      t(`handOver.kind.${kind}`),
                      t('distribution.count', { count: customers }),
                      f.date(f.dayOf(createdAt)),
                      by,
                    ].join(' · ')}
                  </small>
                </span>
                <Tag tone={state === 'draft' ? 'mind' : state === 'given' ? 'well' : 'plain'}>
                  {t(`handOver.state.${state}`)}
                </Tag>
              </li>
            ))}
          </ul>
        </Card>
      </div>
    </>
  );
}
