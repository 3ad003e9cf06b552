import { keepPreviousData } from '@tanstack/react-query';
import { IconUsersGroup } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../../api/lists.ts';
import { EmptyState } from '../../../../kit/empty-state.tsx';
import type { LedgerColumn } from '../../../../kit/ledger/columns.ts';
import { Ledger } from '../../../../kit/ledger/ledger.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type SegmentMember, type SegmentView } from '../../api.ts';
import classes from './builder.module.css';

/** The customers of a segment, those who came in last first. */
export function SegmentMembers({ segment }: { segment: SegmentView }): ReactNode {
  const { t } = useTranslation('segments');
  const f = useFormats();
  const label = t('list.label', { name: segment.name });
  const list = useKeysetList(
    api.segments.customers.infiniteOptions({
      input: (cursor: string | undefined) => ({ id: segment.id, ...(cursor ? { cursor } : {}) }),
      ...keyset,
      placeholderData: keepPreviousData,
    }),
  );
  const columns: LedgerColumn<SegmentMember>[] = [
    { key: 'name', title: t('list.customer'), cell: ({ customer }) => customer.name },
    {
      key: 'spent',
      title: `${t('conditions.spent')} ${f.currencySign()}`,
      cell: ({ spent }) => f.amount(spent),
      number: true,
      phone: 'leadEnd',
    },
    {
      key: 'lastOn',
      title: t('list.lastOn'),
      cell: ({ lastOn }) => (lastOn ? f.date(lastOn) : null),
      phone: 'noteEnd',
    },
    { key: 'since', title: t('conditions.since'), cell: ({ since }) => f.date(since), phone: 'absent' },
  ];
  return (
    <>
      <h2 className={classes.heading}>{label}</h2>
      <Ledger<SegmentMember>
        label={label}
        columns={columns}
        list={list}
        rowId={({ customer }) => customer.id}
        rowLink={({ customer }) => ({ to: '/customers/$id', params: { id: customer.id } })}
        empty={
          <EmptyState small icon={IconUsersGroup}>
            {t('conditions.nobody')}
          </EmptyState>
        }
      />
    </>
  );
}
