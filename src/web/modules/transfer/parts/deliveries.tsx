import { Button } from '@mantine/core';
import { IconBroadcast } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type NewsKind, type WebhookView } from '../api.ts';
import classes from './webhooks.module.css';

const SHOWN = 50;

/** The last that was sent to an address, with its words, to be sent again where it was lost there. */
export function Deliveries({ webhook, events }: { webhook: WebhookView; events: readonly NewsKind[] }): ReactNode {
  const { t } = useTranslation('transfer');
  const f = useFormats();
  const queries = useQueryClient();
  const { data } = useQuery(api.webhooks.deliveries.queryOptions({ input: { id: webhook.id, limit: SHOWN } }));
  const again = useMutation(
    api.webhooks.again.mutationOptions({
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('webhooks.failed')),
      onSuccess: () => {
        toast(t('webhooks.done.again'));
        return queries.invalidateQueries({ queryKey: api.key() });
      },
    }),
  );
  if (!data) return null;
  if (data.items.length === 0) {
    return (
      <EmptyState small icon={IconBroadcast}>
        {t('webhooks.nothingSent')}
      </EmptyState>
    );
  }
  return (
    <ul className={classes.list}>
      {data.items.map(({ id, event, state, answer, attempts, at, body }) => (
        <li key={id}>
          <div className={classes.head}>
            <b>{event === 'ping' ? t('webhooks.pinged') : events.find((one) => one.event === event)?.name}</b>
            <Tag tone={state === 'delivered' ? 'well' : 'mind'}>{t(`webhooks.delivery.${state}`)}</Tag>
          </div>
          <p className={classes.soft}>
            {[f.dateTime(at), answer && t('webhooks.answer', { answer, count: attempts })].filter(Boolean).join(' · ')}
          </p>
          <details>
            <summary>{t('webhooks.body')}</summary>
            <pre className={classes.body}>{body}</pre>
          </details>
          {state === 'delivered' && webhook.state !== 'paused' && (
            <Button
              variant="default"
              size="sm"
              loading={again.isPending && again.variables.deliveryId === id}
              onClick={() => again.mutate({ id: webhook.id, deliveryId: id })}
            >
              {t('webhooks.again')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
