import { IconTable } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { COHORTS_BY } from '../../../../modules/retention/cohorts/contract.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { FilterChips } from '../../../kit/filter-chips.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { api, type CohortBy } from '../api.ts';
import classes from '../parts/cohorts/cohorts.module.css';
import { HeatCard } from '../parts/cohorts/heat-card.tsx';
import { LadderCard } from '../parts/cohorts/ladder-card.tsx';
import { SurvivalCard } from '../parts/cohorts/survival-card.tsx';
import { RetentionTabs } from '../parts/retention-tabs.tsx';

/** Who came back of those who came together, how long customers stay, and how far they go from purchase to purchase. */
export function CohortsPage(): ReactNode {
  const { t } = useTranslation('retention');
  const [by, setBy] = useState<CohortBy>('month');
  const { data, error, refetch } = useQuery(
    api.cohorts.read.queryOptions({ input: { by }, placeholderData: keepPreviousData }),
  );
  return (
    <>
      <PageHead title={t('cohorts.title')} />
      <RetentionTabs />
      {!data ? (
        error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Waiting>
            <CardSkeleton lines={10} />
          </Waiting>
        )
      ) : data.tooFew ? (
        <EmptyState icon={IconTable}>{t('cohorts.tooFew')}</EmptyState>
      ) : (
        <>
          <p className={classes.about}>
            {t('cohorts.about')}
            {by === 'campaign' && ` ${t('cohorts.campaignAbout')}`}
          </p>
          <div className={classes.chips}>
            <FilterChips<CohortBy>
              label={t('cohorts.by.label')}
              single
              options={COHORTS_BY.map((value) => ({ value, label: t(`cohorts.by.${value}`) }))}
              chosen={[by]}
              onChange={([chosen]) => chosen && setBy(chosen)}
            />
          </div>
          <HeatCard cohorts={data} />
          <SurvivalCard cohorts={data} />
          <LadderCard cohorts={data} />
        </>
      )}
    </>
  );
}
