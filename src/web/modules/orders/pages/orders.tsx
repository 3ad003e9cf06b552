import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconListSearch, IconReceipt, IconSearch } from '@tabler/icons-react';
import { keepPreviousData } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type OrderSummary } from '../api.ts';
import { useOrderColumns } from '../parts/order-columns.tsx';
import classes from '../parts/order.module.css';
import { readOrdersSearch, type OrdersSearch } from '../parts/orders-search.ts';

/** All orders one may see, newest first: by number and by day. */
export function OrdersPage(): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const [search, setSearch] = useOrdersSearch();
  const list = useOrders(search);
  const columns = useOrderColumns({ withCustomer: true });
  const narrowed = Object.keys(search).length > 0;
  return (
    <>
      <PageHead title={t('menu.orders')} note={list.count && f.count(list.count)} />
      <SearchBar key={narrowed ? 'narrowed' : 'all'} search={search} onSearch={setSearch} />
      <Ledger<OrderSummary>
        label={t('menu.orders')}
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        rowLink={(row) => ({ to: '/orders/$id', params: { id: row.id } })}
        empty={
          narrowed ? (
            <NoneFits onClear={() => setSearch({ q: undefined, from: undefined, to: undefined })} />
          ) : (
            <EmptyState icon={IconReceipt}>{t('panel.none')}</EmptyState>
          )
        }
      />
    </>
  );
}

type Change = { [Key in keyof OrdersSearch]?: OrdersSearch[Key] | undefined };

function useOrdersSearch(): [OrdersSearch, (change: Change) => void] {
  const search = readOrdersSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const change = (part: Change) => {
    const kept = Object.entries({ ...search, ...part }).filter(([, value]) => Boolean(value));
    void navigate({ to: '/orders', search: Object.fromEntries(kept), replace: true });
  };
  return [search, change];
}

function useOrders(search: OrdersSearch) {
  return useKeysetList(
    api.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...search, ...(cursor ? { cursor } : {}) }),
      ...keyset,
      placeholderData: keepPreviousData,
    }),
  );
}

function SearchBar({ search, onSearch }: { search: OrdersSearch; onSearch: (change: Change) => void }): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const [typed, setTyped] = useState(search.q ?? '');
  const settle = useDebouncedCallback((q: string) => onSearch({ q: q.trim() }), 180);
  return (
    <div className={classes.searchBar}>
      <TextInput
        className={classes.sought}
        type="search"
        label={t('field.number')}
        placeholder={t('list.numberHint')}
        leftSection={<IconSearch size={17} stroke={1.6} />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          settle(event.currentTarget.value);
        }}
      />
      <TextInput
        type="date"
        label={t('list.from')}
        max={search.to ?? f.settings.today}
        value={search.from ?? ''}
        onChange={(event) => onSearch({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t('list.to')}
        min={search.from}
        max={f.settings.today}
        value={search.to ?? ''}
        onChange={(event) => onSearch({ to: event.currentTarget.value })}
      />
    </div>
  );
}

function NoneFits({ onClear }: { onClear: () => void }): ReactNode {
  const { t } = useTranslation('orders');
  return (
    <EmptyState
      icon={IconListSearch}
      step={
        <Button variant="default" onClick={onClear}>
          {t('list.clear')}
        </Button>
      }
    >
      {t('list.noneFits')}
    </EmptyState>
  );
}
