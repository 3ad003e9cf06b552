import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Figure, FigureStrip } from '../../../kit/figure.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type DistributionState } from '../api.ts';
import classes from '../parts/distribution/distribution.module.css';
import { PeopleCard } from '../parts/distribution/people-card.tsx';
import { PoolRulesCard } from '../parts/distribution/pool-rules-card.tsx';
import { RulesCard } from '../parts/distribution/rules-card.tsx';
import { RunButton } from '../parts/distribution/run-button.tsx';
import { TeamTabs } from '../parts/team-tabs.tsx';

/** Who looks after how many, and who gets the customers that have nobody. */
export function DistributionPage(): ReactNode {
  const { t } = useTranslation('team');
  const { data, error, refetch } = useQuery(api.distribution.read.queryOptions({ input: {} }));
  return (
    <>
      <PageHead
        title={t('tab.distribution')}
        actions={data && <RunButton disabled={data.rules.length === 0 || data.pool.value === 0} />}
      />
      <TeamTabs />
      {data ? (
        <Filled key={data.version} state={data} />
      ) : error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <Waiting>
          <Lines count={8} />
        </Waiting>
      )}
    </>
  );
}

function Filled({ state }: { state: DistributionState }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const sum = (pick: (one: DistributionState['people'][number]) => number) =>
    state.people.reduce((total, one) => total + pick(one), 0);
  const full = sum(({ customers, limit }) => Number(limit !== null && customers.value >= limit));
  return (
    <div className={classes.page}>
      <FigureStrip label={t('tab.distribution')}>
        <Figure label={t('distribution.inPool')} value={f.count(state.pool)} link={{ to: '/team/pool' }} />
        <Figure label={t('distribution.lookedAfter')} value={f.number(sum(({ customers }) => customers.value))} />
        <Figure
          label={t('distribution.leaving')}
          value={f.number(sum(({ leaving }) => leaving))}
          {...(sum(({ leaving }) => leaving) > 0 ? { tone: 'mind' as const } : {})}
        />
        <Figure
          label={t('distribution.full')}
          value={f.number(full)}
          {...(full > 0 ? { tone: 'mind' as const } : {})}
        />
      </FigureStrip>
      <PeopleCard state={state} />
      <RulesCard state={state} />
      <PoolRulesCard state={state} />
    </div>
  );
}
