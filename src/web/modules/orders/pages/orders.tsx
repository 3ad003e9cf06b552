import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconFileDescription, IconListSearch, IconReceipt, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { FilterChips } from '../../../kit/filter-chips.tsx';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type OrderSummary } from '../api.ts';
import { useOrderColumns } from '../parts/order-columns.tsx';
import classes from '../parts/order.module.css';
import { readOrdersSearch, type OrdersSearch } from '../parts/orders-search.ts';
import { sourceName } from '../parts/source-name.ts';

/** All orders one may see, newest first: by what people remember of them, by day, source and phase. */
export function OrdersPage(): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const [search, setSearch] = useOrdersSearch();
  const list = useOrders(search);
  const columns = useOrderColumns({ withCustomer: true });
  const narrowed = Object.keys(search).length > 0;
  return (
    <>
      <PageHead title={t('menu.orders')} note={list.count && f.count(list.count)} actions={<ToOffers />} />
      <SearchBar key={narrowed ? 'narrowed' : 'all'} search={search} onSearch={setSearch} />
      <Ledger<OrderSummary>
        label={t('menu.orders')}
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        rowLink={(row) => ({ to: '/orders/$id', params: { id: row.id } })}
        empty={
          narrowed ? (
            <NoneFits onClear={() => setSearch(NOTHING)} />
          ) : (
            <EmptyState icon={IconReceipt}>{t('panel.none')}</EmptyState>
          )
        }
      />
    </>
  );
}

const NOTHING: Change = { q: undefined, from: undefined, to: undefined, source: undefined, phase: undefined };

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
        label={t('list.search')}
        placeholder={t('list.searchHint')}
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
      <SourceField chosen={search.source} onChoose={(source) => onSearch({ source })} />
      <div className={classes.phases}>
        <FilterChips
          label={t('phase.label')}
          options={(['in', 'after'] as const).map((value) => ({ value, label: t(`phase.${value}`) }))}
          chosen={search.phase ? [search.phase] : []}
          onChange={([phase]) => onSearch({ phase })}
          single
        />
      </div>
    </div>
  );
}

/** Only where orders came from more than one place. */
function SourceField({
  chosen,
  onChoose,
}: {
  chosen: string | undefined;
  onChoose: (source: string | undefined) => void;
}): ReactNode {
  const { t } = useTranslation('orders');
  const { data } = useQuery(api.sources.queryOptions({ input: {}, staleTime: 60_000 }));
  if (!chosen && (data?.items.length ?? 0) < 2) return null;
  return (
    <Select
      label={t('field.source')}
      placeholder={t('list.everySource')}
      data={(data?.items ?? []).map((value) => ({ value, label: sourceName(value, t) }))}
      value={chosen ?? null}
      clearable
      onChange={(source) => onChoose(source ?? undefined)}
    />
  );
}

function ToOffers(): ReactNode {
  const { t } = useTranslation('orders');
  return (
    <Button
      variant="default"
      leftSection={<IconFileDescription size={16} stroke={1.7} />}
      component={Link}
      to="/orders/offers"
    >
      {t('offers.title')}
    </Button>
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
