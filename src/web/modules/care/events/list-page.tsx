import { Button } from '@mantine/core';
import { IconCalendarHeart, IconPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import type { LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { CareTabs } from '../parts/care-tabs.tsx';
import { api, type Gathering } from './api.ts';
import { EventForm } from './event-form.tsx';
import { EventState } from './event-state.tsx';

/** What the shop invites its customers to, the latest day first. */
export function EventsPage(): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const mayEdit = useMay('care.edit');
  const [planning, setPlanning] = useState(false);
  const list = useKeysetList(
    api.events.list.infiniteOptions({ input: (cursor: string | undefined) => ({ cursor }), ...keyset }),
  );
  const add = mayEdit && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setPlanning(true)}>
      {t('event.new')}
    </Button>
  );
  const columns: LedgerColumn<Gathering>[] = [
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
  return (
    <>
      <PageHead title={t('tab.events')} actions={(list.rows?.length ?? 0) > 0 ? add : undefined} />
      <CareTabs />
      <Ledger
        label={t('tab.events')}
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        rowLink={(row) => ({ to: '/care/events/$id', params: { id: row.id } })}
        empty={
          <EmptyState icon={IconCalendarHeart} step={add || undefined}>
            {t('event.empty')}
          </EmptyState>
        }
      />
      <SideDrawer opened={planning} onClose={() => setPlanning(false)} title={t('event.new')}>
        <EventForm onDone={() => setPlanning(false)} />
      </SideDrawer>
    </>
  );
}

function stateTag(state: Gathering['state']): ReactNode {
  return <EventState state={state} />;
}
