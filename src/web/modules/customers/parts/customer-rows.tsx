import { useMediaQuery } from '@mantine/hooks';
import { keepPreviousData } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { useMay } from '../../../api/session.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { PHONE } from '../../../kit/phone.ts';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type ListColumnView } from '../api.ts';
import { BulkBar, type Chosen } from './bulk/bulk-bar.tsx';
import { restoreColumn, type CustomerColumn, type CustomerRow } from './ledger-columns.tsx';
import type { ListSearch, SearchChange } from './list-search.ts';

export interface CustomerRowsProps {
  search: ListSearch;
  onSearch: (change: SearchChange) => void;
  columns: readonly CustomerColumn[];
  registered: readonly ListColumnView[];
  /** False while it is not known yet what the list begins with. */
  settled: boolean;
  /** On a phone rows are chosen only when somebody wants to. */
  choosing: boolean;
  /** Of the page. */
  actions: ReactNode;
  empty: ReactNode;
}

const NOBODY: Chosen = { ids: new Set(), all: false };

/** The list itself, with what can be done with rows that were chosen. */
export function CustomerRows(props: CustomerRowsProps): ReactNode {
  const { search, onSearch, columns, actions, empty, choosing } = props;
  const { t } = useTranslation('customers');
  const f = useFormats();
  const list = useCustomers(props);
  const [chosen, setChosen] = useState(NOBODY);
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const [mayEdit, mayExport] = [useMay('customers.edit'), useMay('customers.export')];
  const binned = search.filter?.['binned'] === true;
  const choosable = !binned && (mayEdit || mayExport) && (!phone || choosing);
  const rows = list.rows ?? [];
  const selected = chosen.all ? new Set(rows.map(({ id }) => id)) : chosen.ids;
  return (
    <>
      <PageHead title={t('menu.customers')} note={list.count && f.count(list.count)} actions={actions} />
      <Ledger<CustomerRow>
        label={t('menu.customers')}
        columns={binned ? [...columns, restoreColumn(t)] : columns}
        list={list}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        {...(binned ? {} : { rowLink: cardOf })}
        {...(choosable ? { selection: { selected, onChange: (ids) => setChosen({ ids, all: false }) } } : {})}
        sort={search.sort ?? (search.q ? '' : 'name')}
        onSort={(sort) => onSearch({ sort })}
        empty={empty}
      />
      {!binned && (
        <BulkBar
          chosen={choosable ? chosen : NOBODY}
          count={list.count}
          search={search}
          more={list.more !== undefined && rows.every(({ id }) => chosen.ids.has(id))}
          onAll={() => setChosen({ ids: new Set(), all: true })}
          onClear={() => setChosen(NOBODY)}
        />
      )}
    </>
  );
}

function cardOf(row: CustomerRow) {
  return { to: '/customers/$id', params: { id: row.id } };
}

function useCustomers({ search, columns, registered, settled }: CustomerRowsProps) {
  const { q, sort, filter } = search;
  const shown = new Set(columns.map(({ key }) => key));
  const wanted = registered.flatMap(({ key }) => (shown.has(key) ? key : [])).join(',');
  const input = {
    ...(q ? { q } : {}),
    ...(sort ? { sort } : {}),
    ...(filter ? { filter: JSON.stringify(filter) } : {}),
    ...(wanted ? { columns: wanted } : {}),
  };
  return useKeysetList(
    api.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...input, ...(cursor ? { cursor } : {}) }),
      ...keyset,
      placeholderData: keepPreviousData,
      enabled: settled,
    }),
  );
}
