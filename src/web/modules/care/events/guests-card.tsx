import { ActionIcon, Menu } from '@mantine/core';
import { IconCopy, IconDots, IconUserMinus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { useMay } from '../../../api/session.ts';
import { FilterChips } from '../../../kit/filter-chips.tsx';
import type { LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import classes from '../parts/care.module.css';
import { CustomerField } from '../../../shell/customer-field.tsx';
import { api, type Guest, type GuestState, type OpenedGathering } from './api.ts';
import { GuestTag } from './event-state.tsx';

const STATES: readonly GuestState[] = ['registered', 'waiting', 'invited', 'away'];

/** Who was invited, comes, waits or gave the place back. */
export function GuestsCard({ event, open }: { event: OpenedGathering; open: boolean }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const mayEdit = useMay('care.edit');
  const [chosen, setChosen] = useState<GuestState[]>([]);
  const [state] = chosen;
  const list = useKeysetList(
    api.events.guests.infiniteOptions({
      input: (cursor: string | undefined) => ({ id: event.id, cursor, ...(state ? { state } : {}) }),
      ...keyset,
    }),
  );
  const columns: LedgerColumn<Guest>[] = [
    { key: 'name', title: t('event.guests.name'), cell: (row) => row.customer?.name ?? t('event.guests.hidden') },
    { key: 'state', title: t('event.column.state'), cell: (row) => guestTag(row.state), phone: 'leadEnd' },
    { key: 'since', title: t('event.guests.since'), cell: (row) => row.registeredAt && f.dateTime(row.registeredAt) },
    { key: 'came', title: t('event.guests.came'), cell: (row) => row.cameAt && f.time(row.cameAt), phone: 'noteEnd' },
    {
      key: 'acts',
      title: t('event.guests.more'),
      cell: (row) => (mayEdit && open && row.customer ? guestActs(event.id, row) : null),
      phone: 'noteEnd',
    },
  ];
  return (
    <Card heading={t('event.guests.title')} className={classes.gap}>
      {mayEdit && open && <AddGuest id={event.id} />}
      <div className={classes.chips}>
        <FilterChips
          label={t('event.column.state')}
          options={STATES.map((value) => ({ value, label: t(`event.guestState.${value}`) }))}
          chosen={chosen}
          onChange={setChosen}
          single
        />
      </div>
      <Ledger
        label={t('event.guests.title')}
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        empty={<p className={classes.faint}>{t(state ? 'event.guests.noneSo' : 'event.guests.empty')}</p>}
      />
    </Card>
  );
}

function AddGuest({ id }: { id: string }): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const add = useMutation(
    api.events.addGuest.mutationOptions({
      onSuccess: ({ customer }) => toast(t('event.guests.added', { name: customer?.name ?? '' })),
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('failed')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  return (
    <CustomerField
      // Empty again after each.
      key={add.submittedAt}
      label={t('event.guests.add')}
      value={null}
      onChange={(customerId) => customerId && add.mutate({ id, customerId })}
    />
  );
}

function GuestActs({ eventId, guest }: { eventId: string; guest: Guest }): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const free = useMutation(
    api.events.freePlace.mutationOptions({
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('failed')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const { url } = guest;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" size={44} aria-label={t('event.guests.acts', { name: guest.customer?.name })}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {url !== null && (
          <Menu.Item
            leftSection={<IconCopy size={16} />}
            onClick={() => void navigator.clipboard.writeText(url).then(() => toast(t('event.link.copied')))}
          >
            {t('event.guests.copy')}
          </Menu.Item>
        )}
        {guest.state !== 'away' && (
          <Menu.Item
            leftSection={<IconUserMinus size={16} />}
            onClick={() => free.mutate({ id: eventId, guestId: guest.id })}
          >
            {t('event.guests.free')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function guestTag(state: GuestState): ReactNode {
  return <GuestTag state={state} />;
}

function guestActs(eventId: string, guest: Guest): ReactNode {
  return <GuestActs eventId={eventId} guest={guest} />;
}
