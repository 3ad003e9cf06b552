import { IconCalendarHeart } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { useMay } from '../../../api/session.ts';
import type { LedgerColumn } from '../../../kit/ledger/columns.ts';
import { ListScreen } from '../../../kit/ledger/list-screen.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { CareTabs } from '../parts/care-tabs.tsx';
import { api, type Gathering } from './api.ts';
import { EventForm } from './event-form.tsx';
import { EventState } from './event-state.tsx';

/** What the shop invites its customers to, the latest day first. */
export function EventsPage(): ReactNode {
  const { t } = useTranslation('care');
  const mayEdit = useMay('care.edit');
  const list = useKeysetList(
    api.events.list.infiniteOptions({ input: (cursor: string | undefined) => ({ cursor }), ...keyset }),
  );
  return (
    <ListScreen
      title={t('tab.events')}
      tabs={<CareTabs />}
      columns={useColumns()}
      list={list}
      rowId={({ id }) => id}
      rowLink={({ id }) => ({ to: '/care/events/$id', params: { id } })}
      icon={IconCalendarHeart}
      empty={t('event.empty')}
      add={mayEdit ? { words: t('event.new'), form } : undefined}
    />
  );
}

function useColumns(): LedgerColumn<Gathering>[] {
  const { t } = useTranslation('care');
  const f = useFormats();
  return [
    { key: 'title', title: t('event.column.title'), cell: (row) => row.title },
    { key: 'state', title: t('event.column.state'), cell: (row) => stateTag(row.state), phone: 'leadEnd' },
    { key: 'when', title: t('event.column.when'), cell: (row) => f.dateTime(row.startsAt) },
    {
      key: 'registered',
      title: t('event.column.registered'),
      cell: ({ counts, places }) =>
        places === null
          ? f.number(counts.registered)
          : t('event.ofPlaces', { taken: f.number(counts.registered), places: f.number(places) }),
      number: true,
      phone: 'noteEnd',
    },
    {
      key: 'came',
      title: t('event.column.came'),
      cell: (row) => f.number(row.counts.came),
      number: true,
      phone: 'absent',
    },
  ];
}

function form(done: () => void): ReactNode {
  return <EventForm onDone={done} />;
}

function stateTag(state: Gathering['state']): ReactNode {
  return <EventState state={state} />;
}
