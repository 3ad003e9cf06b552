import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Tag, type TagTone } from '../../../kit/tag.tsx';
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type NewsKind, type WebhookView } from '../api.ts';
import { Deliveries } from './deliveries.tsx';
import { WebhookForm } from './webhook-form.tsx';
import classes from './webhooks.module.css';

const TONES: Readonly<Record<WebhookView['state'], TagTone>> = { active: 'well', failing: 'mind', paused: 'act' };

/** One address: how it is doing, and why where it is not well. */
export function Webhook({ item, events }: { item: WebhookView; events: readonly NewsKind[] }): ReactNode {
  const { t } = useTranslation('transfer');
  const f = useFormats();
  const [opened, setOpened] = useState<'change' | 'sent' | 'remove' | null>(null);
  const { resume, ping, remove } = useActs();
  const close = () => setOpened(null);
  const names = events.filter(({ event }) => item.events.includes(event)).map(({ name }) => name);
  return (
    <li>
      <div className={classes.head}>
        <b className={classes.url}>{item.url}</b>
        <Tag tone={TONES[item.state]}>{t(`webhooks.state.${item.state}`)}</Tag>
      </div>
      <p className={classes.soft}>{names.join(' · ')}</p>
      {item.failingSince && (
        <p className={classes.mind}>
          {t(`webhooks.why.${item.state}`, {
            since: f.dateTime(item.failingSince),
            answer: item.failure,
            next: item.nextAt ? f.dateTime(item.nextAt) : '',
            count: item.waiting,
          })}
        </p>
      )}
      <div className={classes.acts}>
        {item.state === 'active' ? (
          <Button variant="default" onClick={() => ping.mutate({ id: item.id })} loading={ping.isPending}>
            {t('webhooks.ping')}
          </Button>
        ) : (
          <Button onClick={() => resume.mutate({ id: item.id })} loading={resume.isPending}>
            {t('webhooks.resume')}
          </Button>
        )}
        <Button variant="default" onClick={() => setOpened('sent')}>
          {t('webhooks.sent')}
        </Button>
        <Button variant="subtle" onClick={() => setOpened('change')}>
          {t('webhooks.change')}
        </Button>
        <Button variant="subtle" onClick={() => setOpened('remove')}>
          {t('webhooks.remove')}
        </Button>
      </div>
      <SideDrawer opened={opened === 'change'} onClose={close} title={t('webhooks.change')}>
        <WebhookForm events={events} known={item} onMade={close} />
      </SideDrawer>
      <SideDrawer opened={opened === 'sent'} onClose={close} title={t('webhooks.sent')}>
        <Deliveries webhook={item} events={events} />
      </SideDrawer>
      <ConfirmDialog
        opened={opened === 'remove'}
        onClose={close}
        title={t('webhooks.removeTitle')}
        confirm={t('webhooks.remove')}
        grave
        onConfirm={() => remove.mutateAsync({ id: item.id })}
      >
        {t('webhooks.removeAbout', { url: item.url })}
      </ConfirmDialog>
    </li>
  );
}

function useActs() {
  const { t } = useTranslation('transfer');
  const queries = useQueryClient();
  const onError = (error: unknown) => toastProblem(isApiError(error) ? error.message : t('webhooks.failed'));
  const refresh = () => queries.invalidateQueries({ queryKey: api.key() });
  const done = (word: string) => ({
    onError,
    onSuccess: () => {
      toast(t(word));
      return refresh();
    },
  });
  return {
    resume: useMutation(api.webhooks.resume.mutationOptions(done('webhooks.done.resume'))),
    ping: useMutation(api.webhooks.ping.mutationOptions(done('webhooks.done.ping'))),
    remove: useMutation(api.webhooks.remove.mutationOptions({ onError, onSuccess: refresh })),
  };
}
