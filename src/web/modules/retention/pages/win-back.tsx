import { Button } from '@mantine/core';
import { IconUserHeart } from '@tabler/icons-react';
import { keepPreviousData } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ExplainButton } from '../../../kit/explain.tsx';
import type { Formats } from '../../../kit/formats.ts';
import type { LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type LostCustomer } from '../api.ts';
import { OpenCaseForm } from '../parts/cases/open-case-form.tsx';
import classes from '../parts/costs/costs.module.css';
import { RetentionTabs } from '../parts/retention-tabs.tsx';

/** Lost customers worth the trouble, and the plan for each. */
export function WinBackPage(): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const mayPlan = useMay('retention.edit');
  const [planned, setPlanned] = useState<LostCustomer['customer'] | null>(null);
  const list = useKeysetList(
    api.winBack.list.infiniteOptions({
      input: (cursor: string | undefined) => (cursor ? { cursor } : {}),
      ...keyset,
      placeholderData: keepPreviousData,
    }),
  );
  const columns = columnsOf(t, f, mayPlan ? setPlanned : null);
  return (
    <>
      <PageHead title={t('winBack.title')} />
      <RetentionTabs />
      <p className={classes.about}>{t('winBack.about')}</p>
      <Ledger<LostCustomer>
        label={t('winBack.title')}
        columns={columns}
        list={list}
        rowId={(row) => row.customer.id}
        empty={<EmptyState icon={IconUserHeart}>{t('winBack.none')}</EmptyState>}
      />
      <SideDrawer opened={planned !== null} onClose={() => setPlanned(null)} title={t('cases.newPlan')}>
        {planned && <OpenCaseForm kind="win_back" customerId={planned.id} onDone={() => setPlanned(null)} />}
      </SideDrawer>
    </>
  );
}

type Plan = (customer: LostCustomer['customer']) => void;

function columnsOf(t: TFunction<'retention'>, f: Formats, plan: Plan | null): LedgerColumn<LostCustomer>[] {
  return [
    { key: 'customer', title: t('winBack.customer'), cell: (row) => <Name row={row} /> },
    { key: 'lastOn', title: t('winBack.lastOn'), cell: ({ lastOn }) => f.date(lastOn) },
    {
      key: 'perYear',
      title: `${t('winBack.perYear')} ${f.currencySign()}`,
      cell: ({ perYear }) => f.amount(perYear),
      number: true,
      phone: 'absent',
    },
    {
      key: 'chance',
      title: t('winBack.chance'),
      cell: ({ chance }) => f.percent(chance, 1),
      number: true,
      phone: 'absent',
    },
    {
      key: 'expected',
      title: `${t('winBack.expected')} ${f.currencySign()}`,
      cell: (row) => <Expected row={row} />,
      number: true,
      phone: 'leadEnd',
    },
    { key: 'plan', title: t('winBack.plan'), cell: (row) => <PlanOf row={row} plan={plan} />, phone: 'noteEnd' },
  ];
}

function Name({ row }: { row: LostCustomer }): ReactNode {
  return (
    <Link to="/customers/$id" params={{ id: row.customer.id } as never}>
      {row.customer.name}
    </Link>
  );
}

function Expected({ row }: { row: LostCustomer }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  return (
    <>
      {f.amount(row.expected)}
      <ExplainButton name={t('winBack.expected')} explanation={row.explanation} />
    </>
  );
}

function PlanOf({ row: { plan: one, customer }, plan }: { row: LostCustomer; plan: Plan | null }): ReactNode {
  const { t } = useTranslation('retention');
  if (one) {
    return (
      <Link to="/retention/cases/$id" params={{ id: one.id } as never}>
        {t('winBack.open', { state: t(`cases.state.${one.state}`) })}
      </Link>
    );
  }
  if (!plan) return null;
  return (
    <Button
      size="compact-sm"
      variant="light"
      aria-label={t('winBack.makeFor', { name: customer.name })}
      onClick={() => plan(customer)}
    >
      {t('winBack.make')}
    </Button>
  );
}
