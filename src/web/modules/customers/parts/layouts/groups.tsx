import { IconChevronRight } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../../api/lists.ts';
import { ErrorState } from '../../../../kit/error-state.tsx';
import { Ledger } from '../../../../kit/ledger/ledger.tsx';
import { Lines, Waiting } from '../../../../kit/skeletons.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type ListColumnView, type ListGroups } from '../../api.ts';
import type { CustomerColumn, CustomerRow } from '../ledger-columns.tsx';
import type { ListSearch, SearchChange } from '../list-search.ts';
import { minorText } from '../minor-text.ts';
import { foundBy } from './found.tsx';
import classes from './layouts.module.css';
import { useGroupings } from './use-groupings.ts';

interface GroupsProps {
  search: ListSearch;
  onSearch: (change: SearchChange) => void;
  columns: readonly CustomerColumn[];
  registered: readonly ListColumnView[];
  empty: ReactNode;
}

/** The customers found, group by group: how many, what they spent, and folded out themselves. */
export function Groups(props: GroupsProps): ReactNode {
  const { search, registered, empty } = props;
  const { t } = useTranslation('customers');
  const by = search.group ?? 'stage';
  const grouping = useGroupings(registered).find((one) => one.by === by);
  const { data, error, refetch } = useQuery(
    api.views.groups.queryOptions({ input: { ...foundBy(search), by }, placeholderData: keepPreviousData }),
  );
  if (!data) {
    if (error) return <ErrorState error={error} retry={() => void refetch()} />;
    return (
      <Waiting>
        <Lines count={6} />
      </Waiting>
    );
  }
  if (data.items.length === 0) return empty;
  return (
    <>
      {by === 'tag' && <p className={classes.soft}>{t('groups.several')}</p>}
      {data.items.map((group) => (
        <Group
          key={group.key ?? ''}
          {...props}
          by={by}
          group={group}
          name={group.key === null ? t('groups.none') : (grouping?.nameOf(group.key) ?? group.key)}
        />
      ))}
      {data.more && <p className={classes.soft}>{t('groups.more')}</p>}
    </>
  );
}

interface GroupProps extends GroupsProps {
  by: string;
  group: ListGroups['items'][number];
  name: string;
}

function Group(props: GroupProps): ReactNode {
  const { group, name } = props;
  const { t } = useTranslation('customers');
  const f = useFormats();
  const [open, setOpen] = useState(false);
  const currency = f.settings.baseCurrency;
  return (
    <section className={classes.fold} data-open={open || undefined}>
      <h2>
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          <IconChevronRight className={classes.arrow} size={17} stroke={1.8} aria-hidden="true" />
          <span className={classes.name}>{name}</span>
          <span className={classes.number}>
            {t('groups.count', { count: group.count, shown: f.number(group.count) })}
          </span>
          {group.spent !== null && (
            <span className={classes.spent}>{f.money({ amount: minorText(group.spent, f), currency })}</span>
          )}
        </button>
      </h2>
      {open && <GroupRows {...props} />}
    </section>
  );
}

function GroupRows({ search, onSearch, columns, registered, empty, by, group, name }: GroupProps): ReactNode {
  const shown = new Set(columns.map(({ key }) => key));
  const wanted = registered.flatMap(({ key }) => (shown.has(key) ? key : [])).join(',');
  const within = JSON.stringify({ [by]: group.key === null ? null : [group.key] });
  const list = useKeysetList(
    api.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...foundBy(search),
        within,
        sort: search.sort ?? 'name',
        ...(wanted ? { columns: wanted } : {}),
        ...(cursor ? { cursor } : {}),
      }),
      ...keyset,
    }),
  );
  return (
    <Ledger<CustomerRow>
      label={name}
      columns={columns}
      list={list}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      rowLink={(row) => ({ to: '/customers/$id', params: { id: row.id } })}
      sort={search.sort ?? 'name'}
      onSort={(sort) => onSearch({ sort })}
      empty={empty}
    />
  );
}
