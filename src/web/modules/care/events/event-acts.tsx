import { Button } from '@mantine/core';
import { IconScan } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { toast } from '../../../kit/toast.tsx';
import { api, type OpenedGathering } from './api.ts';
import { EventForm } from './event-form.tsx';

type Open = 'edit' | 'cancel' | 'remove' | null;

/** What may be done with the event in its state. */
export function EventActs({ event }: { event: OpenedGathering }): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const mayEdit = useMay('care.edit');
  const maySend = useMay('care.send');
  const [opened, setOpened] = useState<Open>(null);
  const close = () => setOpened(null);
  const settled = { onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) };
  const cancel = useMutation(
    api.events.cancel.mutationOptions({
      ...settled,
      onSuccess: ({ told }) => toast(t('event.cancelled', { count: told })),
    }),
  );
  const remove = useMutation(
    api.events.remove.mutationOptions({ onSuccess: () => void navigate({ to: '/care/events' } as never) }),
  );
  const { id, title, state, counts } = event;
  const nobody = counts.invited + counts.registered + counts.waiting + counts.away === 0;
  const toCome = state === 'coming' || state === 'now';
  return (
    <>
      {mayEdit && nobody && (
        <Button variant="subtle" color="gray" onClick={() => setOpened('remove')}>
          {t('event.remove')}
        </Button>
      )}
      {maySend && toCome && !nobody && (
        <Button variant="subtle" color="gray" onClick={() => setOpened('cancel')}>
          {t('event.cancel')}
        </Button>
      )}
      {mayEdit && state !== 'cancelled' && (
        <Button variant="default" onClick={() => setOpened('edit')}>
          {t('event.edit')}
        </Button>
      )}
      {mayEdit && state !== 'cancelled' && (
        <Button
          component={Link}
          to={`/care/events/${id}/door` as '/'}
          leftSection={<IconScan size={16} />}
          variant={toCome ? 'filled' : 'default'}
        >
          {t('event.door')}
        </Button>
      )}
      <SideDrawer opened={opened === 'edit'} onClose={close} title={t('event.edit')}>
        <EventForm event={event} onDone={close} />
      </SideDrawer>
      <ConfirmDialog
        opened={opened === 'cancel'}
        onClose={close}
        title={t('event.cancelTitle', { title })}
        confirm={t('event.cancel')}
        grave
        onConfirm={() => cancel.mutateAsync({ id })}
      >
        {t('event.cancelAbout')}
      </ConfirmDialog>
      <ConfirmDialog
        opened={opened === 'remove'}
        onClose={close}
        title={t('event.removeTitle', { title })}
        confirm={t('event.remove')}
        grave
        onConfirm={() => remove.mutateAsync({ id })}
      >
        {t('event.removeAbout')}
      </ConfirmDialog>
    </>
  );
}
