import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isByPeople } from '../../../../modules/care/shapes-contract.ts';
import { isApiError } from '../../../api/errors.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { Form } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { toast } from '../../../kit/toast.tsx';
import { api, type Channel } from '../api.ts';
import classes from './care.module.css';
import { ChannelForm } from './channel-form.tsx';

interface ChannelRowProps {
  channel: Channel;
  /** The kinds that are set up. */
  there: readonly Channel['kind'][];
  houseMail: boolean;
  mayEdit: boolean;
}

/** A way out, how it fared last, and what may be done with it. */
export function ChannelRow({ channel, there, houseMail, mayEdit }: ChannelRowProps): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const [open, setOpen] = useState<'edit' | 'test' | 'remove' | null>(null);
  const close = () => setOpen(null);
  const remove = useMutation(
    api.channels.remove.mutationOptions({ onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) }),
  );
  return (
    <>
      <div className={classes.grow}>
        <b>{channel.name}</b> <Tag tone="plain">{t(`provider.${channel.provider}`)}</Tag>
        {channel.problem && <p className={classes.problem}>{channel.problem}</p>}
      </div>
      {mayEdit && (
        <div className={classes.acts}>
          <Button variant="default" size="compact-sm" onClick={() => setOpen('test')}>
            {t('channel.test')}
          </Button>
          <Button variant="default" size="compact-sm" onClick={() => setOpen('edit')}>
            {t('channel.edit')}
          </Button>
          <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setOpen('remove')}>
            {t('channel.remove')}
          </Button>
        </div>
      )}
      <SideDrawer opened={open === 'edit'} onClose={close} title={channel.name}>
        <ChannelForm channel={channel} there={there} houseMail={houseMail} onDone={close} />
      </SideDrawer>
      <SideDrawer opened={open === 'test'} onClose={close} title={t('channel.test')}>
        <TestForm channel={channel} onDone={close} />
      </SideDrawer>
      <ConfirmDialog
        opened={open === 'remove'}
        onClose={close}
        title={t('channel.removeTitle', { name: channel.name })}
        confirm={t('channel.remove')}
        grave
        onConfirm={() => remove.mutateAsync({ id: channel.id })}
      >
        {t('channel.removeAbout')}
      </ConfirmDialog>
    </>
  );
}

function TestForm({ channel, onDone }: { channel: Channel; onDone: () => void }): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const [to, setTo] = useState('');
  const test = useMutation(
    api.channels.test.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
      onSuccess({ sent }) {
        if (!sent) return;
        toast(t('channel.tested'));
        onDone();
      },
    }),
  );
  const refused = test.data && !test.data.sent ? t('channel.refused', { answer: test.data.answer }) : undefined;
  return (
    <Form
      submit={t('channel.test')}
      busy={test.isPending}
      problem={isApiError(test.error) ? test.error.message : refused}
      onCancel={onDone}
      onSubmit={(event) => {
        event?.preventDefault();
        if (isByPeople(channel.kind)) test.mutate({ id: channel.id, to: '-' });
        else if (to.trim() !== '') test.mutate({ id: channel.id, to });
      }}
    >
      {isByPeople(channel.kind) ? (
        <p className={classes.faint}>{t('people.testDone')}</p>
      ) : (
        <TextInput
          label={t(`channel.testTo.${channel.kind}`)}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      )}
    </Form>
  );
}
