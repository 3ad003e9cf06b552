import { Button } from '@mantine/core';
import { IconNotebook } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { Figure, FigureStrip } from '../../../kit/figure.tsx';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import { LoyaltyTabs } from '../parts/loyalty-tabs.tsx';
import classes from '../parts/loyalty.module.css';

/** What customers owe for sales on account, the sale that is due first on top. */
export function CreditPage(): ReactNode {
  const { t } = useTranslation('loyalty');
  return (
    <>
      <PageHead title={t('credit.title')} />
      <LoyaltyTabs />
      <div className={classes.stack}>
        <Sums />
        <OpenSales />
      </div>
    </>
  );
}

function Sums(): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const { data } = useQuery(api.credit.summary.queryOptions({ input: {} }));
  return (
    <FigureStrip label={t('credit.title')}>
      <Figure
        label={t('credit.open')}
        value={data && f.money(data.open, 'none')}
        note={data && t('credit.openNote', { count: data.customers })}
      />
      <Figure
        label={t('credit.overdue')}
        value={data && f.money(data.overdue, 'none')}
        note={t('credit.overdueNote')}
        {...(data && Number(data.overdue.amount) > 0 ? { tone: 'mind' as const } : {})}
      />
      <Figure label={t('credit.sales')} value={data && f.number(data.sales)} note={t('credit.salesNote')} />
    </FigureStrip>
  );
}

function OpenSales(): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const manages = useMay('loyalty.manage');
  const list = useKeysetList(
    api.credit.open.infiniteOptions({ input: (cursor: string | undefined) => ({ cursor }), ...keyset }),
  );
  const step = manages && (
    <Button component={Link} to="/loyalty/draft" variant="default">
      {t('credit.toDraft')}
    </Button>
  );
  return (
    <Ledger
      label={t('credit.sales')}
      list={list}
      rowId={(row) => row.id}
      rowLink={(row) => ({ to: '/customers/$id', params: { id: row.customer?.id ?? row.id } })}
      columns={[
        { key: 'customer', title: t('credit.customer'), cell: (row) => row.customer?.name ?? '–' },
        { key: 'number', title: t('credit.sale'), cell: (row) => row.number, phone: 'note' },
        {
          key: 'open',
          title: `${t('credit.open')} ${f.currencySign()}`,
          cell: (row) => f.amount(row.open),
          number: true,
          phone: 'leadEnd',
        },
        {
          key: 'owed',
          title: `${t('credit.kinds.owe')} ${f.currencySign()}`,
          cell: (row) => f.amount(row.owed),
          number: true,
          phone: 'absent',
        },
        { key: 'day', title: t('credit.bought'), cell: (row) => f.date(row.day), phone: 'absent' },
        {
          key: 'dueOn',
          title: t('credit.dueOn'),
          cell: dueOf,
          phone: 'noteEnd',
        },
      ]}
      empty={
        <EmptyState icon={IconNotebook} step={step || undefined}>
          {t('credit.empty')}
        </EmptyState>
      }
    />
  );
}

interface Due {
  dueOn: string;
  overdue: boolean;
}

function dueOf({ dueOn, overdue }: Due): ReactNode {
  return <DueOn dueOn={dueOn} overdue={overdue} />;
}

function DueOn({ dueOn, overdue }: Due): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  return (
    <>
      {f.date(dueOn)} {overdue && <Tag tone="mind">{t('credit.overdueTag')}</Tag>}
    </>
  );
}
