import { Button } from '@mantine/core';
import { IconPlus, IconReceipt } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { FilterChips } from '../../../kit/filter-chips.tsx';
import type { Formats } from '../../../kit/formats.ts';
import type { LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type Cost, type CostPurpose } from '../api.ts';
import classes from '../parts/costs/costs.module.css';
import { CostForm } from '../parts/costs/cost-form.tsx';
import { RetentionTabs } from '../parts/retention-tabs.tsx';

const PURPOSES = ['winning', 'keeping'] as const satisfies readonly CostPurpose[];

/** The ledger of what winning and keeping cost. */
export function CostsPage(): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const queries = useQueryClient();
  const mayBook = useMay('retention.costs');
  const [purpose, setPurpose] = useState<CostPurpose | null>(null);
  const [booking, setBooking] = useState(false);
  const list = useKeysetList(
    api.costs.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...(purpose ? { purpose } : {}), ...(cursor ? { cursor } : {}) }),
      ...keyset,
      placeholderData: keepPreviousData,
    }),
  );
  const takeBack = useMutation(
    api.costs.takeBack.mutationOptions({
      onSuccess: () => toast(t('costs.tookBack')),
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('cases.failed')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const add = mayBook && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setBooking(true)}>
      {t('costs.new')}
    </Button>
  );
  const columns = columnsOf(t, f);
  if (mayBook) columns.push(takeBackColumn(t, takeBack));
  return (
    <>
      <PageHead title={t('costs.title')} actions={add} />
      <RetentionTabs />
      <p className={classes.about}>{t('costs.about')}</p>
      <div className={classes.chips}>
        <FilterChips<CostPurpose>
          label={t('costs.purposeLabel')}
          single
          options={PURPOSES.map((value) => ({ value, label: t(`costs.purpose.${value}`) }))}
          chosen={purpose ? [purpose] : []}
          onChange={([chosen]) => setPurpose(chosen ?? null)}
        />
      </div>
      <Ledger<Cost>
        label={t('costs.title')}
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        empty={<EmptyState icon={IconReceipt}>{t('costs.none')}</EmptyState>}
      />
      <SideDrawer opened={booking} onClose={() => setBooking(false)} title={t('costs.new')}>
        <CostForm onDone={() => setBooking(false)} />
      </SideDrawer>
    </>
  );
}

type Words = TFunction<'retention'>;

function columnsOf(t: Words, f: Formats): LedgerColumn<Cost>[] {
  return [
    { key: 'kind', title: t('costs.kindLabel'), cell: (row) => <Kind row={row} /> },
    { key: 'purpose', title: t('costs.purposeLabel'), cell: (row) => t(`costs.purpose.${row.purpose}`) },
    {
      key: 'amount',
      title: t('costs.amount'),
      cell: (row) => f.money(row.amount, 'full'),
      number: true,
      phone: 'leadEnd',
    },
    { key: 'day', title: t('costs.day'), cell: (row) => f.date(row.day), phone: 'noteEnd' },
    {
      key: 'note',
      title: t('costs.note'),
      cell: (row) => [row.customer?.name, row.note].filter(Boolean).join(' · '),
      phone: 'absent',
    },
    { key: 'by', title: t('costs.by'), cell: (row) => row.by, phone: 'absent' },
  ];
}

function Kind({ row }: { row: Cost }): ReactNode {
  const { t } = useTranslation('retention');
  return (
    <>
      {`${t(`costs.kind.${row.kind}`)} `}
      {(row.takenBack || row.takesBack) && (
        <Tag tone="plain">{t(row.takenBack ? 'costs.isTakenBack' : 'costs.takesBack')}</Tag>
      )}
    </>
  );
}

interface TakingBack {
  isPending: boolean;
  variables: { id: string } | undefined;
  mutate: (what: { id: string }) => void;
}

function takeBackColumn(t: Words, takeBack: TakingBack): LedgerColumn<Cost> {
  return {
    key: 'act',
    title: t('costs.takeBack'),
    cell: (row) => {
      if (row.takenBack || row.takesBack) return null;
      const busy = takeBack.isPending && takeBack.variables?.id === row.id;
      return (
        <Button size="compact-sm" variant="subtle" loading={busy} onClick={() => takeBack.mutate({ id: row.id })}>
          {t('costs.takeBack')}
        </Button>
      );
    },
  };
}
