import { Button } from '@mantine/core';
import { IconBucketDroplet } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Columns } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import classes from '../parts/bucket/bucket.module.css';
import { FlowChart } from '../parts/bucket/flow-chart.tsx';
import { GiftCard } from '../parts/bucket/gift-card.tsx';
import { MarginCard } from '../parts/bucket/margin-card.tsx';
import { YearFigures } from '../parts/bucket/year-figures.tsx';
import { RetentionTabs } from '../parts/retention-tabs.tsx';

/** Customers who came in at the top and leaked out at the bottom, and what plugging the leak is worth. */
export function LeakyBucketPage(): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const mayImport = useMay('imports.run');
  const [gift, setGift] = useState<number | null>(null);
  const { data, error, refetch } = useQuery(
    api.leakyBucket.read.queryOptions({
      input: gift === null ? {} : { gift },
      placeholderData: keepPreviousData,
    }),
  );
  const head = (
    <>
      <PageHead title={t('bucket.title')} />
      <RetentionTabs />
    </>
  );
  if (!data) {
    return (
      <>
        {head}
        {error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Waiting>
            <CardSkeleton lines={8} />
          </Waiting>
        )}
      </>
    );
  }
  if (data.until === null || data.warnings.includes('nobody')) {
    const step = (
      <Button component={Link} to="/imports/new">
        {t('bucket.import')}
      </Button>
    );
    return (
      <>
        {head}
        <EmptyState icon={IconBucketDroplet} step={mayImport && step}>
          {t('bucket.none')}
        </EmptyState>
      </>
    );
  }
  return (
    <>
      {head}
      <p className={classes.about}>{t('bucket.about')}</p>
      {data.warnings.map((warning) => (
        <p key={warning} className={classes.warning}>
          {t(`bucket.warning.${warning}`)}
        </p>
      ))}
      {data.year && <YearFigures year={data.year} lostAfterDays={data.lostAfterDays} />}
      <Columns
        right={
          <>
            <GiftCard bucket={data} gift={gift} onAsk={setGift} />
            <MarginCard />
          </>
        }
      >
        <FlowChart months={data.months} what="customers" />
        <FlowChart months={data.months} what="money" />
        <p className={classes.about}>{t('bucket.rule', { days: data.lostAfterDays, until: f.date(data.until) })}</p>
      </Columns>
    </>
  );
}
