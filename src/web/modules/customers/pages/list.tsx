import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconFilter, IconListSearch, IconPlus, IconSearch, IconUsers } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { FilterChips } from '../../../kit/filter-chips.tsx';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { Panels } from '../../../shell/panels.tsx';
import { api, type ListColumnView } from '../api.ts';
import { ChosenFilters } from '../parts/chosen-filters.tsx';
import { ColumnChoice, useShownColumns } from '../parts/column-choice.tsx';
import { DuplicatesButton } from '../parts/duplicates/duplicates-button.tsx';
import { ExportMenu } from '../parts/export-menu.tsx';
import { FilterDrawer } from '../parts/filter-drawer.tsx';
import { restoreColumn, useCustomerColumns, type CustomerRow } from '../parts/ledger-columns.tsx';
import { listOf, withField, type ListFilter, type ListSearch, type SearchChange } from '../parts/list-search.ts';
import classes from '../parts/list.module.css';
import { useListSearch } from '../parts/use-list-search.ts';
import { ViewBar } from '../parts/views/view-bar.tsx';

const NONE: readonly ListColumnView[] = [];

/** All customers one may see: searched, filtered, sorted, with the columns one likes. */
export function CustomersPage(): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const { search, change: setSearch, settled } = useListSearch();
  const registered = useQuery(api.columns.queryOptions({ input: {}, staleTime: 60_000 })).data?.items ?? NONE;
  const columns = useCustomerColumns(registered);
  const { shown, isShown, show } = useShownColumns(columns, search.columns, (said) => setSearch({ columns: said }));
  const shownKeys = new Set(shown.map(({ key }) => key));
  const wanted = registered.filter(({ key }) => shownKeys.has(key)).map(({ key }) => key);
  const list = useCustomers(search, wanted.join(','), settled);
  const binned = search.filter?.['binned'] === true;
  const narrowed = search.q !== undefined || search.filter !== undefined;
  return (
    <>
      <PageHead title={t('menu.customers')} note={list.count && f.count(list.count)} actions={<Actions />} />
      <ViewBar search={search} columns={shown.map(({ key }) => key)} onSearch={setSearch} />
      <div className={classes.bar}>
        <SearchBox key={search.view} search={search} onSearch={setSearch} />
        <div className={classes.barEnd}>
          <FilterButton search={search} onSearch={setSearch} registered={registered} />
          <ColumnChoice columns={columns} isShown={isShown} show={show} />
          <ExportMenu search={search} />
        </div>
      </div>
      <div className={classes.bar}>
        <StageChips filter={search.filter} onFilter={(filter) => setSearch({ filter })} />
      </div>
      <ChosenFilters filter={search.filter} registered={registered} onFilter={(filter) => setSearch({ filter })} />
      <Ledger<CustomerRow>
        label={t('menu.customers')}
        columns={binned ? [...shown, restoreColumn(t)] : shown}
        list={list}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        {...(binned ? {} : { rowLink: cardOf })}
        sort={search.sort ?? (search.q ? '' : 'name')}
        onSort={(sort) => setSearch({ sort })}
        empty={narrowed ? <NobodyFits onClear={() => setSearch({ q: undefined, filter: {} })} /> : <NobodyYet />}
      />
    </>
  );
}

function Actions(): ReactNode {
  return (
    <>
      <DuplicatesButton />
      <NewButton />
    </>
  );
}

function cardOf(row: CustomerRow) {
  return { to: '/customers/$id', params: { id: row.id } };
}

function useCustomers(search: ListSearch, columns: string, enabled: boolean) {
  const { q, sort, filter } = search;
  const input = {
    ...(q ? { q } : {}),
    ...(sort ? { sort } : {}),
    ...(filter ? { filter: JSON.stringify(filter) } : {}),
    ...(columns ? { columns } : {}),
  };
  return useKeysetList(
    api.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...input, ...(cursor ? { cursor } : {}) }),
      ...keyset,
      placeholderData: keepPreviousData,
      enabled,
    }),
  );
}

interface SearchPartProps {
  search: ListSearch;
  onSearch: (change: SearchChange) => void;
}

function SearchBox({ search, onSearch }: SearchPartProps): ReactNode {
  const { t } = useTranslation('customers');
  const [typed, setTyped] = useState(search.q ?? '');
  const settle = useDebouncedCallback((q: string) => onSearch({ q: q.trim() || undefined }), 180);
  return (
    <TextInput
      className={classes.search}
      type="search"
      aria-label={t('list.search')}
      placeholder={t('list.search')}
      leftSection={<IconSearch size={17} stroke={1.6} />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
    />
  );
}

function StageChips({
  filter,
  onFilter,
}: {
  filter: ListFilter | undefined;
  onFilter: (filter: ListFilter) => void;
}): ReactNode {
  const { t } = useTranslation('customers');
  return (
    <FilterChips
      label={t('field.stage')}
      options={(['active', 'sleeping', 'lost', 'prospect', 'lead'] as const).map((stage) => ({
        value: stage as string,
        label: t(`stage.${stage}`),
      }))}
      chosen={listOf(filter?.['stage'])}
      onChange={(stages) => onFilter(withField(filter, 'stage', stages))}
    />
  );
}

function FilterButton({
  search,
  onSearch,
  registered,
}: SearchPartProps & { registered: readonly ListColumnView[] }): ReactNode {
  const { t } = useTranslation('customers');
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFilter size={17} stroke={1.6} />}
        onClick={() => setOpened(true)}
        aria-expanded={opened}
      >
        {t('list.filters')}
      </Button>
      <FilterDrawer
        key={JSON.stringify(search.filter)}
        opened={opened}
        onClose={() => setOpened(false)}
        filter={search.filter}
        registered={registered}
        onFilter={(filter) => onSearch({ filter })}
      />
    </>
  );
}

function NewButton(): ReactNode {
  const { t } = useTranslation('customers');
  if (!useMay('customers.create')) return null;
  return (
    <Button component={Link} to="/customers/new" leftSection={<IconPlus size={17} stroke={1.8} />}>
      {t('list.new')}
    </Button>
  );
}

function NobodyFits({ onClear }: { onClear: () => void }): ReactNode {
  const { t } = useTranslation('customers');
  return (
    <EmptyState
      icon={IconListSearch}
      step={
        <Button variant="default" onClick={onClear}>
          {t('list.clear')}
        </Button>
      }
    >
      {t('list.nobodyFits')}
    </EmptyState>
  );
}

/** A shop that knows nobody yet: the ways to begin come from the modules that offer them. */
function NobodyYet(): ReactNode {
  const { t } = useTranslation('customers');
  return (
    <>
      <EmptyState icon={IconUsers}>{t('list.nobodyYet')}</EmptyState>
      <div className={classes.offers}>
        <Panels place="start.offer" />
      </div>
    </>
  );
}
