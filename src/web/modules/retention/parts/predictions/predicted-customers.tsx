import { keepPreviousData } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Prediction, PredictionSort } from '../../../../../modules/retention/predictions/contract.ts';
import { keyset, useKeysetList } from '../../../../api/lists.ts';
import type { LedgerColumn } from '../../../../kit/ledger/columns.ts';
import { Ledger } from '../../../../kit/ledger/ledger.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api } from '../../api.ts';

/** Every customer of whom something can be told, by value or by chance. */
export function PredictedCustomers(): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const [sort, setSort] = useState<PredictionSort>('-value52');
  const list = useKeysetList(
    api.predictions.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ sort, ...(cursor ? { cursor } : {}) }),
      ...keyset,
      placeholderData: keepPreviousData,
    }),
  );
  const margin = list.rows?.[0]?.marginPercent ?? 100;
  const columns: LedgerColumn<Prediction>[] = [
    { key: 'name', title: t('predictions.column.name'), cell: ({ name }) => name },
    {
      key: 'chance',
      title: t('predictions.column.chance'),
      cell: ({ pBuys }) => f.percent(pBuys),
      number: true,
      sort: 'pBuys',
      descendingFirst: true,
      phone: 'note',
    },
    {
      key: 'next',
      title: t('predictions.column.next'),
      cell: ({ nextOrder }) => (nextOrder ? f.date(nextOrder.p50) : ''),
      number: true,
      phone: 'noteEnd',
    },
    {
      key: 'year',
      title: t('predictions.column.year'),
      cell: ({ expectedOrders52 }) => f.number(expectedOrders52, 1),
      number: true,
      phone: 'absent',
    },
    {
      key: 'value',
      title: `${t('predictions.column.value', { margin })} ${f.currencySign()}`,
      cell: ({ value52 }) => f.number(Number(value52.amount)),
      number: true,
      sort: 'value52',
      descendingFirst: true,
      phone: 'leadEnd',
    },
  ];
  return (
    <Card heading={t('predictions.customers')}>
      <Ledger<Prediction>
        label={t('predictions.customers')}
        columns={columns}
        list={list}
        rowId={({ customerId }) => customerId}
        rowLink={({ customerId }) => ({ to: '/customers/$id', params: { id: customerId } })}
        sort={sort}
        onSort={(chosen) => setSort(chosen as PredictionSort)}
      />
    </Card>
  );
}
