import { Button, NumberInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconMailCog, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isByPeople } from '../../../../modules/care/shapes-contract.ts';
import { isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Form, FormRow } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { toast } from '../../../kit/toast.tsx';
import { api, type CareSettings, type Channel } from '../api.ts';
import { FollowersCard } from '../parts/followers-card.tsx';
import { MailboxCard } from '../parts/mailbox-card.tsx';
import { ChannelForm } from '../parts/channel-form.tsx';
import classes from '../parts/care.module.css';

/** By which ways messages go out, and the rules that all of them keep. */
export function ChannelsPage(): ReactNode {
  const { t } = useTranslation('care');
  const mayEdit = useMay('settings.edit');
  const [adding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery(api.channels.list.queryOptions({ input: {} }));
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
                <ChannelRow channel={channel} houseMail={data.houseMail} mayEdit={mayEdit} />
              </li>
            ))}
          </ul>
        )}
      </Card>
      <FollowersCard />
      <MailboxCard mayEdit={mayEdit} />
      {rules && <Rules key={rules.version} rules={rules} mayEdit={mayEdit} />}
      <SideDrawer opened={adding} onClose={() => setAdding(false)} title={t('channel.add')}>
        <ChannelForm houseMail={data?.houseMail ?? false} onDone={() => setAdding(false)} />
      </SideDrawer>
    </>
  );
}

function ChannelRow({
  channel,
  houseMail,
  mayEdit,
}: {
  channel: Channel;
  houseMail: boolean;
  mayEdit: boolean;
}): ReactNode {
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
        <ChannelForm channel={channel} houseMail={houseMail} onDone={close} />
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

function Rules({ rules, mayEdit }: { rules: CareSettings; mayEdit: boolean }): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const form = useForm({ initialValues: { ...rules, approvalAbove: rules.approvalAbove ?? ('' as number | '') } });
  const change = useMutation(
    api.settings.change.mutationOptions({
      onSuccess: () => toast(t('rules.saved')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const number = (name: 'budgetContacts' | 'budgetDays' | 'promotionGapDays' | 'holdOutPercent' | 'approvalAbove') => ({
    label: t(`rules.${name}`),
    allowDecimal: false,
    disabled: !mayEdit,
    ...form.getInputProps(name),
  });
  return (
    <Card heading={t('rules.title')} className={classes.gap}>
      <Form
        submit={t('save')}
        busy={change.isPending}
        problem={isApiError(change.error) ? change.error.message : undefined}
        onSubmit={form.onSubmit((values) =>
          change.mutate({ ...values, approvalAbove: values.approvalAbove === '' ? null : values.approvalAbove }),
        )}
      >
        <FormRow title={t('rules.quiet')} about={t('rules.quietAbout')}>
          <TextInput
            type="time"
            label={t('rules.quietFrom')}
            disabled={!mayEdit}
            {...form.getInputProps('quietFrom')}
          />
          <TextInput type="time" label={t('rules.quietTo')} disabled={!mayEdit} {...form.getInputProps('quietTo')} />
        </FormRow>
        <FormRow title={t('rules.budget')} about={t('rules.budgetAbout')}>
          <NumberInput min={1} max={100} {...number('budgetContacts')} />
          <NumberInput min={1} max={365} {...number('budgetDays')} />
          <NumberInput min={0} max={365} {...number('promotionGapDays')} />
        </FormRow>
        <FormRow title={t('rules.campaigns')} about={t('rules.campaignsAbout')}>
          <NumberInput min={0} max={50} suffix=" %" {...number('holdOutPercent')} />
          <NumberInput min={1} {...number('approvalAbove')} />
        </FormRow>
        <Select
          label={t('rules.law')}
          description={t('rules.lawAbout')}
          data={(['CN', 'TW', 'none'] as const).map((value) => ({ value, label: t(`rules.laws.${value}`) }))}
          allowDeselect={false}
          disabled={!mayEdit}
          {...form.getInputProps('law')}
        />
        <Textarea
          label={t('rules.imprint')}
          description={t('rules.imprintAbout')}
          maxLength={300}
          autosize
          disabled={!mayEdit}
          {...form.getInputProps('imprint')}
        />
        <TagsInput
          label={t('rules.seeds')}
          description={t('rules.seedsAbout')}
          maxTags={20}
          disabled={!mayEdit}
          {...form.getInputProps('seeds')}
        />
        <FormRow>
          <Switch
            label={t('rules.trackOpens')}
            disabled={!mayEdit}
            {...form.getInputProps('trackOpens', { type: 'checkbox' })}
          />
          <Switch
            label={t('rules.trackClicks')}
            disabled={!mayEdit}
            {...form.getInputProps('trackClicks', { type: 'checkbox' })}
          />
        </FormRow>
      </Form>
    </Card>
  );
}
