import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconFilter, IconListCheck, IconListSearch, IconPlus, IconSearch, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { FilterChips } from '../../../kit/filter-chips.tsx';
import { Panels } from '../../../shell/panels.tsx';
import { api, type ListColumnView } from '../api.ts';
import { ChosenFilters } from '../parts/chosen-filters.tsx';
import { ColumnChoice, useShownColumns } from '../parts/column-choice.tsx';
import { CustomerRows, type CustomerRowsProps } from '../parts/customer-rows.tsx';
import { DuplicatesButton } from '../parts/duplicates/duplicates-button.tsx';
import { ExportMenu } from '../parts/export-menu.tsx';
import { FilterDrawer } from '../parts/filter-drawer.tsx';
import { Board } from '../parts/layouts/board.tsx';
import { CountedHead } from '../parts/layouts/found.tsx';
import { Groups } from '../parts/layouts/groups.tsx';
import { LayoutChoice } from '../parts/layouts/layout-choice.tsx';
import { Month } from '../parts/layouts/month.tsx';
import { useCustomerColumns } from '../parts/ledger-columns.tsx';
import { CleanUpButton } from '../parts/living/clean-up-button.tsx';
import { listOf, withField, type ListFilter, type ListSearch, type SearchChange } from '../parts/list-search.ts';
import classes from '../parts/list.module.css';
import { useListSearch } from '../parts/use-list-search.ts';
import { ViewBar } from '../parts/views/view-bar.tsx';

const NONE: readonly ListColumnView[] = [];

/** All customers one may see: searched, filtered, sorted, with the columns one likes. */
export function CustomersPage(): ReactNode {
  const { search, change: setSearch, settled } = useListSearch();
  const registered = useQuery(api.columns.queryOptions({ input: {}, staleTime: 60_000 })).data?.items ?? NONE;
  const columns = useCustomerColumns(registered);
  const { shown, isShown, show } = useShownColumns(columns, search.columns, (said) => setSearch({ columns: said }));
  const [choosing, setChoosing] = useState(false);
  const narrowed = search.q !== undefined || search.filter !== undefined;
  return (
    <>
      <ViewBar search={search} columns={shown.map(({ key }) => key)} onSearch={setSearch} />
      <div className={classes.bar}>
        <SearchBox key={search.view} search={search} onSearch={setSearch} />
        <div className={classes.barEnd}>
          <FilterButton search={search} onSearch={setSearch} registered={registered} />
          {search.layout === undefined && search.group === undefined && (
            <ChooseButton choosing={choosing} onChoose={setChoosing} />
          )}
          {search.layout === undefined && <ColumnChoice columns={columns} isShown={isShown} show={show} />}
          <ExportMenu search={search} />
        </div>
      </div>
      <div className={classes.bar}>
        <StageChips filter={search.filter} onFilter={(filter) => setSearch({ filter })} />
        <LayoutChoice search={search} onSearch={setSearch} registered={registered} />
      </div>
      <ChosenFilters filter={search.filter} registered={registered} onFilter={(filter) => setSearch({ filter })} />
      <Customers
        search={search}
        onSearch={setSearch}
        columns={shown}
        registered={registered}
        settled={settled}
        choosing={choosing}
        actions={<Actions />}
        empty={narrowed ? <NobodyFits onClear={() => setSearch({ q: undefined, filter: {} })} /> : <NobodyYet />}
      />
    </>
  );
}

/** The same customers as rows, in groups, on a board, or in a calendar. */
function Customers(props: CustomerRowsProps): ReactNode {
  const { search, registered, actions } = props;
  // Whoever was chosen in one list is not chosen in another.
  const key = JSON.stringify([search.q, search.filter]);
  if (search.layout === undefined && search.group === undefined) return <CustomerRows key={key} {...props} />;
  return (
    <>
      <CountedHead search={search} actions={actions} />
      {search.layout === 'board' && <Board search={search} registered={registered} />}
      {search.layout === 'calendar' && <Month search={search} />}
      {search.layout === undefined && <Groups key={`${search.group} ${key}`} {...props} />}
    </>
  );
}

function Actions(): ReactNode {
  return (
    <>
      <CleanUpButton />
      <DuplicatesButton />
      <NewButton />
    </>
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

/** On a phone rows have no boxes until somebody wants to choose; a desk has room for them. */
function ChooseButton({ choosing, onChoose }: { choosing: boolean; onChoose: (choosing: boolean) => void }): ReactNode {
  const { t } = useTranslation('customers');
  const [mayEdit, mayExport] = [useMay('customers.edit'), useMay('customers.export')];
  if (!mayEdit && !mayExport) return null;
  return (
    <ActionIcon
      className={classes.phoneOnly ?? ''}
      variant={choosing ? 'light' : 'default'}
      size={44}
      aria-label={t('bulk.choose')}
      aria-pressed={choosing}
      onClick={() => onChoose(!choosing)}
    >
      <IconListCheck size={19} stroke={1.6} />
    </ActionIcon>
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
