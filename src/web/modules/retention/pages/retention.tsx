import { Button } from '@mantine/core';
import { IconActivityHeartbeat } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { FilterChips } from '../../../kit/filter-chips.tsx';
import type { Formats } from '../../../kit/formats.ts';
import type { LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type Watched } from '../api.ts';
import Figures from '../parts/figures.tsx';
import classes from '../parts/retention.module.css';
import { RetentionTabs } from '../parts/retention-tabs.tsx';
import { useSummary } from '../parts/use-summary.ts';
import { useWatched } from '../parts/use-watched.ts';
import { VIEWS, viewOf, type View } from '../parts/views.ts';

/** Who stays, who is slipping away, who came back: seven figures and the customers behind each. */
export function RetentionPage(): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const view = viewOf(useSearch({ strict: false }));
  const navigate = useNavigate();
  const list = useWatched(view);
  const { data: summary } = useSummary();
  useRowsOfAfter(summary?.refreshing ?? false);
  const open = (chosen: View | undefined) => {
    if (chosen) void navigate({ to: '/retention', search: { show: chosen }, replace: true });
  };
  if (view !== 'never' && summary?.lastOn === null && !summary.refreshing) return <NoPurchases />;
  return (
    <>
      <PageHead title={t('menu.retention')} />
      <RetentionTabs />
      <Figures />
      <Notice />
      <div className={classes.chips}>
        <FilterChips<View>
          label={t('view')}
          single
          options={VIEWS.map((value) => ({ value, label: t(value === 'settled' ? 'settled' : `figures.${value}`) }))}
          chosen={[view]}
          onChange={([chosen]) => open(chosen)}
        />
      </div>
      <Ledger<Watched>
        key={view}
        label={t(view === 'settled' ? 'settled' : `figures.${view}`)}
        columns={columnsOf(view, t, f)}
        list={list}
        rowId={(row) => row.alert?.id ?? row.customer.id}
        rowLink={(row) => ({ to: '/customers/$id', params: { id: row.customer.id } })}
        empty={<EmptyState icon={IconActivityHeartbeat}>{t(`none.${view}`)}</EmptyState>}
      />
    </>
  );
}

/** Rows that were shown while the shop was counted anew are of before. */
function useRowsOfAfter(refreshing: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!refreshing) return undefined;
    return () => void queries.invalidateQueries({ queryKey: api.key() });
  }, [refreshing, queries]);
}

/** What will be seen here, and where it comes from. */
function NoPurchases(): ReactNode {
  const { t } = useTranslation('retention');
  const step = (
    <Button component={Link} to="/imports/new">
      {t('start.step')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('menu.retention')} />
      <RetentionTabs />
      <EmptyState icon={IconActivityHeartbeat} step={useMay('imports.run') && step}>
        {t('start.sentence')}
      </EmptyState>
    </>
  );
}

/** Why the figures may not speak of this very day. */
function Notice(): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const { data } = useSummary();
  if (data?.refreshing) return <p className={classes.note}>{t('refreshing')}</p>;
  if (!data?.resting || !data.lastOn || !data.until) return null;
  return <p className={classes.note}>{t('resting', { last: f.date(data.lastOn), until: f.date(data.until) })}</p>;
}

type Column = LedgerColumn<Watched>;

function columnsOf(view: View, t: TFunction<'retention'>, f: Formats): Column[] {
  const days = (count: number) => t('days', { count: Math.max(1, Math.round(count)) });
  const name: Column = { key: 'name', title: t('column.customer'), cell: ({ customer }) => customer.name };
  const owner: Column = {
    key: 'owner',
    title: t('column.owner'),
    cell: ({ customer }) => customer.owner?.name ?? '',
    phone: 'absent',
  };
  if (view === 'never') return [name, owner];
  const lastOn: Column = {
    key: 'lastOn',
    title: t('column.lastOn'),
    cell: ({ rhythm }) => (rhythm ? f.date(rhythm.lastOn) : ''),
    phone: 'noteEnd',
  };
  const why: Column = {
    key: 'why',
    title: t('column.why'),
    cell: ({ alert }) => <span className={classes.reason}>{alert?.text}</span>,
  };
  if (view === 'settled') return [name, why, outcomeColumn(t)];
  if (view === 'late' || view === 'changed') {
    return [
      name,
      why,
      {
        key: 'stake',
        title: `${t('column.stake')} ${f.currencySign()}`,
        cell: ({ alert }) => (alert ? f.amount(alert.stake) : ''),
        number: true,
        phone: 'leadEnd',
      },
      lastOn,
      owner,
    ];
  }
  return [
    name,
    {
      key: 'usual',
      title: t('column.rhythm'),
      cell: ({ rhythm }) => (rhythm && rhythm.gaps > 0 ? days(rhythm.usualDays) : ''),
      number: true,
    },
    {
      key: 'since',
      title: t('column.since'),
      cell: ({ rhythm }) => (rhythm ? t('days', { count: rhythm.sinceDays }) : ''),
      number: true,
      phone: 'absent',
    },
    lastOn,
    {
      key: 'year',
      title: `${t('column.year')} ${f.currencySign()}`,
      cell: ({ rhythm }) => (rhythm ? f.amount(rhythm.perYear) : ''),
      number: true,
      phone: 'leadEnd',
    },
    owner,
  ];
}

function outcomeColumn(t: TFunction<'retention'>): Column {
  return {
    key: 'outcome',
    title: t('column.outcome'),
    cell: ({ alert }) => (alert?.outcome ? t(`outcome.${alert.outcome}`, { days: alert.returnedAfterDays ?? 0 }) : ''),
    phone: 'noteEnd',
  };
}
