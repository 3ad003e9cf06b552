import { Button } from '@mantine/core';
import { IconMailCog, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { api } from '../api.ts';
import classes from '../parts/care.module.css';
import { ChannelForm } from '../parts/channel-form.tsx';
import { ChannelRow } from '../parts/channel-row.tsx';
import { FollowersCard } from '../parts/followers-card.tsx';
import { MailboxCard } from '../parts/mailbox-card.tsx';
import { RulesCard } from '../parts/rules-card.tsx';
import { SuppressionsCard } from '../parts/suppressions-card.tsx';

/** By which ways messages go out, and the rules that all of them keep. */
export function ChannelsPage(): ReactNode {
  const { t } = useTranslation('care');
  const mayEdit = useMay('settings.edit');
  const [adding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery(api.channels.list.queryOptions({ input: {} }));
  const there = data?.items.map(({ kind }) => kind) ?? [];
  const rules = useQuery(api.settings.read.queryOptions({ input: {} })).data;
  const add = mayEdit && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
      {t('channel.add')}
    </Button>
  );
  return (
    <>
      <Card heading={t('settings.channels.title')} end={data && data.items.length > 0 ? add : undefined}>
        {!data ? (
          error ? (
            <ErrorState error={error} retry={() => void refetch()} small />
          ) : (
            <Waiting>
              <Lines count={3} />
            </Waiting>
          )
        ) : data.items.length === 0 ? (
          <EmptyState icon={IconMailCog} step={add || undefined} small>
            {t('channel.empty')}
          </EmptyState>
        ) : (
          <ul className={classes.plain}>
            {data.items.map((channel) => (
              <li key={channel.id} className={classes.channel}>
                <ChannelRow channel={channel} there={there} houseMail={data.houseMail} mayEdit={mayEdit} />
              </li>
            ))}
          </ul>
        )}
      </Card>
      <FollowersCard />
      <MailboxCard mayEdit={mayEdit} />
      <SuppressionsCard mayEdit={mayEdit} />
      {rules && <RulesCard key={rules.version} rules={rules} mayEdit={mayEdit} />}
      <SideDrawer opened={adding} onClose={() => setAdding(false)} title={t('channel.add')}>
        <ChannelForm there={there} houseMail={data?.houseMail ?? false} onDone={() => setAdding(false)} />
      </SideDrawer>
    </>
  );
}
