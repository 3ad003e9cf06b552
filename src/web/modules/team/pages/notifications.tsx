import { ActionIcon, Button, Checkbox, CopyButton, Switch, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type Preferences } from '../api.ts';
import { useThisDevice } from '../parts/this-device.ts';
import classes from '../parts/settings.module.css';

/** What one wants by mail and on which devices, and the calendar's secret address. */
export function NotificationsPage(): ReactNode {
  const { data, error, refetch } = useQuery(api.reminders.preferences.read.queryOptions({ input: {} }));
  return (
    <>
      {data ? (
        <>
          <Kinds preferences={data} />
          <Devices preferences={data} />
        </>
      ) : error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <Waiting>
          <Lines count={8} />
        </Waiting>
      )}
      <Feed />
    </>
  );
}

function useRefresh() {
  const { t } = useTranslation('team');
  const queries = useQueryClient();
  return {
    onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    onError: (error: unknown) => toastProblem(isApiError(error) ? error.message : t('failed')),
  };
}

function Kinds({ preferences }: { preferences: Preferences }): ReactNode {
  const { t } = useTranslation('team');
  const change = useMutation(api.reminders.preferences.change.mutationOptions(useRefresh()));
  const { version, mailPossible } = preferences;
  return (
    <Card heading={t('settings.notifications.title')}>
      <p className={classes.about}>{t(mailPossible ? 'notify.about' : 'notify.noMail')}</p>
      <table className={classes.kinds}>
        <thead>
          <tr>
            <th scope="col">{t('notify.what')}</th>
            <th scope="col">{t('notify.mail')}</th>
            <th scope="col">{t('notify.push')}</th>
          </tr>
        </thead>
        <tbody>
          {preferences.kinds.map((kind) => (
            <tr key={kind.kind}>
              <th scope="row">{kind.title}</th>
              {(['mail', 'push'] as const).map((way) => (
                <td key={way}>
                  <Checkbox
                    checked={kind[way]}
                    disabled={change.isPending || (way === 'mail' && !mailPossible)}
                    aria-label={`${kind.title}: ${t(`notify.${way}`)}`}
                    onChange={(event) =>
                      change.mutate({
                        version,
                        kinds: [
                          { kind: kind.kind, mail: kind.mail, push: kind.push, [way]: event.currentTarget.checked },
                        ],
                      })
                    }
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Switch
        label={t('notify.workingHours')}
        description={t('notify.workingHoursAbout')}
        checked={preferences.workingHoursOnly}
        disabled={change.isPending}
        onChange={(event) => change.mutate({ version, workingHoursOnly: event.currentTarget.checked })}
      />
    </Card>
  );
}

function Devices({ preferences }: { preferences: Preferences }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const device = useThisDevice();
  const remove = useMutation(api.reminders.push.remove.mutationOptions(useRefresh()));
  return (
    <Card heading={t('notify.devices')}>
      <p className={classes.about}>{t(`notify.device.${device.state}`)}</p>
      {device.state === 'off' && (
        <Button variant="default" loading={device.busy} onClick={() => void device.turnOn()}>
          {t('notify.turnOn')}
        </Button>
      )}
      <ul className={classes.days}>
        {preferences.devices.map(({ id, name, createdAt, lastSentAt }) => (
          <li key={id}>
            <span>
              {name}{' '}
              <small>
                {t('notify.since', { day: f.date(f.dayOf(createdAt)) })}
                {lastSentAt && ` · ${t('notify.last', { at: f.dateTime(lastSentAt) })}`}
              </small>
            </span>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={t('notify.removeDevice', { name })}
              onClick={() => remove.mutate({ id })}
            >
              <IconX size={16} stroke={1.6} />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Feed(): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const { data } = useQuery(api.calendar.feed.read.queryOptions({ input: {} }));
  const [url, setUrl] = useState<string>();
  const [withDetails, setWithDetails] = useState(false);
  const refresh = useRefresh();
  const open = useMutation(
    api.calendar.feed.open.mutationOptions({ ...refresh, onSuccess: (made) => setUrl(made.url) }),
  );
  const close = useMutation(
    api.calendar.feed.close.mutationOptions({
      ...refresh,
      onSuccess() {
        setUrl(undefined);
        toast(t('feed.closed'));
      },
    }),
  );
  return (
    <Card heading={t('feed.title')}>
      <p className={classes.about}>{t('feed.about')}</p>
      {url !== undefined && (
        <div className={classes.url}>
          <TextInput
            readOnly
            aria-label={t('feed.url')}
            value={url}
            onFocus={(event) => event.currentTarget.select()}
          />
          <CopyButton value={url}>
            {({ copied, copy }) => <Button onClick={copy}>{t(copied ? 'copied' : 'copy')}</Button>}
          </CopyButton>
        </div>
      )}
      {url !== undefined && <p className={classes.about}>{t('feed.once')}</p>}
      {data?.on && url === undefined && (
        <p className={classes.about}>
          {data.lastReadAt ? t('feed.read', { at: f.dateTime(data.lastReadAt) }) : t('feed.unread')}
        </p>
      )}
      <Switch
        label={t('feed.details')}
        description={t('feed.detailsAbout')}
        checked={withDetails}
        onChange={(event) => setWithDetails(event.currentTarget.checked)}
      />
      <div className={classes.acts}>
        <Button variant="default" loading={open.isPending} onClick={() => open.mutate({ withDetails })}>
          {t(data?.on ? 'feed.renew' : 'feed.open')}
        </Button>
        {data?.on && (
          <Button variant="subtle" color="gray" loading={close.isPending} onClick={() => close.mutate({})}>
            {t('feed.close')}
          </Button>
        )}
      </div>
    </Card>
  );
}
