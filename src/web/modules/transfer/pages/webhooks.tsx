import { Button } from '@mantine/core';
import { IconBroadcast } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyText } from '../../../kit/copy-text.tsx';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { CardSkeleton } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { api } from '../api.ts';
import { Webhook } from '../parts/webhook.tsx';
import classes from '../parts/webhooks.module.css';
import { WebhookForm } from '../parts/webhook-form.tsx';

/** Programs outside that are told what happens here. */
export function WebhooksPage(): ReactNode {
  const { t } = useTranslation('transfer');
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const { data, error, refetch } = useQuery(api.webhooks.list.queryOptions({ input: {} }));
  const step = <Button onClick={() => setMaking(true)}>{t('webhooks.new')}</Button>;
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <CardSkeleton />;
  return (
    <Card heading={t('settings.webhooks.title')} end={data.items.length > 0 && step}>
      <p className={classes.about}>{t('webhooks.about')}</p>
      {secret && (
        <div className={classes.secret}>
          <p>{t('webhooks.once')}</p>
          <CopyText text={secret} label={t('webhooks.secret')} />
        </div>
      )}
      {data.items.length === 0 && (
        <EmptyState small icon={IconBroadcast} step={step}>
          {t('webhooks.none')}
        </EmptyState>
      )}
      <ul className={classes.list}>
        {data.items.map((item) => (
          <Webhook key={item.id} item={item} events={data.events} />
        ))}
      </ul>
      <SideDrawer opened={making} onClose={() => setMaking(false)} title={t('webhooks.new')}>
        <WebhookForm
          events={data.events}
          onMade={(made) => {
            setSecret(made);
            setMaking(false);
          }}
        />
      </SideDrawer>
    </Card>
  );
}
