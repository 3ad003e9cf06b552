import { keepPreviousData } from '@tanstack/react-query';
import { IconLayoutGrid } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import type { Formats } from '../../../kit/formats.ts';
import type { LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type Cell, type Division, type Member } from '../api.ts';
import classes from './classes.module.css';
import { useBounds } from './use-bounds.ts';

/** The customers of the chosen class, those who brought most first. */
export function MemberList({ division, cell }: { division: Division; cell: Cell }): ReactNode {
  const { t } = useTranslation('segments');
  const f = useFormats();
  const inWords = useBounds();
  const { scheme } = division;
  const label = t('list.label', { name: cell.name });
  const list = useKeysetList(
    api.customers.infiniteOptions({
      input: (cursor: string | undefined) => ({ scheme, key: cell.key, ...(cursor ? { cursor } : {}) }),
      ...keyset,
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <>
      <h2 className={classes.members}>{label}</h2>
      <Ledger<Member>
        label={label}
        columns={columnsOf(division, t, f, inWords)}
        list={list}
        rowId={({ customer }) => customer.id}
        rowLink={({ customer }) => ({ to: '/customers/$id', params: { id: customer.id } })}
        empty={
          <EmptyState small icon={IconLayoutGrid}>
            {t('list.none')}
          </EmptyState>
        }
      />
    </>
  );
}

type Column = LedgerColumn<Member>;

/** Columns every list has already. */
const SHOWN = new Set(['frequency', 'money', 'average', 'recency']);

function columnsOf(
  { scheme, measures, population }: Division,
  t: TFunction<'segments'>,
  f: Formats,
  inWords: ReturnType<typeof useBounds>,
): Column[] {
  const name: Column = { key: 'name', title: t('list.customer'), cell: ({ customer }) => customer.name };
  const since: Column = {
    key: 'since',
    title: t('list.since'),
    cell: (row) => f.date(row.since),
    phone: population === 'prospects' ? 'noteEnd' : 'absent',
  };
  const measured = measures
    .filter(({ key }) => !SHOWN.has(key))
    .map(({ key, name: title, unit }, at): Column => {
      return {
        key,
        title,
        cell: ({ values }) => (values[key] == null ? '–' : inWords(values[key], unit)),
        number: true,
        ...(population === 'prospects' ? { phone: at === 0 ? ('leadEnd' as const) : ('note' as const) } : {}),
      };
    });
  if (population === 'prospects') return [name, ...measured, since];
  const scores: Column = {
    key: 'scores',
    title: t('list.scores'),
    cell: ({ scores: { r, f: frequency, m } }) => `${r} ${frequency} ${m}`,
    number: true,
  };
  return [
    name,
    ...(scheme === 'rfm' ? [scores] : measured),
    { key: 'times', title: t('list.times'), cell: ({ purchaseDays }) => f.number(purchaseDays), number: true },
    {
      key: 'average',
      title: `${t('list.average')} ${f.currencySign()}`,
      cell: ({ average }) => f.amount(average),
      number: true,
      phone: 'absent',
    },
    {
      key: 'amount',
      title: `${t('list.amount')} ${f.currencySign()}`,
      cell: ({ amount }) => f.amount(amount),
      number: true,
      phone: 'leadEnd',
    },
    {
      key: 'lastOn',
      title: t('list.lastOn'),
      cell: ({ lastOn }) => (lastOn === null ? '–' : f.date(lastOn)),
      phone: 'noteEnd',
    },
    since,
  ];
}
