import { Button, NumberInput, PasswordInput, Select, Switch, TextInput } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mailbox, MailboxGiven } from '../../../../modules/care/mailbox/contract.ts';
import { isApiError } from '../../../api/errors.ts';
import { Age } from '../../../kit/age.tsx';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { Form, FormRow } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast } from '../../../kit/toast.tsx';
import { api } from '../api.ts';
import classes from './care.module.css';

/** Where answers and returned mails are read. */
export function MailboxCard({ mayEdit }: { mayEdit: boolean }): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const [open, setOpen] = useState<'form' | 'remove' | null>(null);
  const close = () => setOpen(null);
  const { data } = useQuery(api.mailbox.read.queryOptions({ input: {} }));
  const remove = useMutation(
    api.mailbox.remove.mutationOptions({ onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) }),
  );
  if (!data) return null;
  const { mailbox, houseMailbox } = data;
  const set = mayEdit && <Button onClick={() => setOpen('form')}>{t('mailbox.set')}</Button>;
  return (
    <Card heading={t('mailbox.title')} className={classes.gap}>
      {mailbox ? (
        <>
          <p className={classes.faint}>{t('mailbox.about')}</p>
          <div className={classes.mailbox}>
            <div className={classes.grow}>
              <b>{mailbox.source === 'house' ? t('mailbox.house') : `${mailbox.user} · ${mailbox.host}`}</b>
              <small className={classes.faint}>
                {' '}
                {t('mailbox.checked')}: {mailbox.checkedAt ? <Age at={mailbox.checkedAt} /> : t('mailbox.never')}
              </small>
              {mailbox.problem && <p className={classes.problem}>{mailbox.problem}</p>}
            </div>
            {mayEdit && (
              <div className={classes.acts}>
                <Button variant="default" size="compact-sm" onClick={() => setOpen('form')}>
                  {t('mailbox.change')}
                </Button>
                <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setOpen('remove')}>
                  {t('mailbox.remove')}
                </Button>
              </div>
            )}
          </div>
        </>
      ) : (
        <EmptyState icon={IconInbox} step={set || undefined} small>
          {t('mailbox.empty')}
        </EmptyState>
      )}
      <SideDrawer opened={open === 'form'} onClose={close} title={t('mailbox.title')}>
        <MailboxForm mailbox={mailbox} houseMailbox={houseMailbox} onDone={close} />
      </SideDrawer>
      <ConfirmDialog
        opened={open === 'remove'}
        onClose={close}
        title={t('mailbox.removeTitle')}
        confirm={t('mailbox.remove')}
        onConfirm={() => remove.mutateAsync({})}
      >
        {t('mailbox.removeAbout')}
      </ConfirmDialog>
    </Card>
  );
}

interface MailboxFormProps {
  mailbox: Mailbox | null;
  houseMailbox: boolean;
  onDone: () => void;
}

function MailboxForm({ mailbox, houseMailbox, onDone }: MailboxFormProps): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const [source, setSource] = useState<Mailbox['source']>(mailbox?.source ?? (houseMailbox ? 'house' : 'own'));
  const [own, setOwn] = useState({
    host: mailbox?.host ?? '',
    port: mailbox?.port ?? 993,
    secure: mailbox?.secure ?? true,
    user: mailbox?.user ?? '',
    password: '',
  });
  const set = useMutation(
    api.mailbox.set.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
      onSuccess() {
        toast(t('mailbox.saved'));
        onDone();
      },
    }),
  );
  const { password, ...rest } = own;
  const given: MailboxGiven = source === 'house' ? { source } : { source, ...rest, ...(password ? { password } : {}) };
  return (
    <Form
      submit={t('save')}
      busy={set.isPending}
      problem={isApiError(set.error) ? set.error.message : undefined}
      onCancel={onDone}
      onSubmit={(event) => {
        event?.preventDefault();
        set.mutate({ given, ...(mailbox ? { version: mailbox.version } : {}) });
      }}
    >
      {houseMailbox && (
        <Select
          label={t('mailbox.source')}
          data={(['house', 'own'] as const).map((value) => ({ value, label: t(`mailbox.${value}`) }))}
          value={source}
          allowDeselect={false}
          onChange={(value) => setSource(value === 'house' ? 'house' : 'own')}
        />
      )}
      {source === 'own' && (
        <>
          <FormRow>
            <TextInput
              label={t('channel.host')}
              placeholder="imap.example.com"
              value={own.host}
              onChange={({ currentTarget: { value: host } }) => setOwn((before) => ({ ...before, host }))}
            />
            <NumberInput
              label={t('channel.port')}
              min={1}
              max={65_535}
              allowDecimal={false}
              value={own.port}
              onChange={(port) => setOwn((before) => ({ ...before, port: Number(port) }))}
            />
          </FormRow>
          <Switch
            label={t('mailbox.secure')}
            checked={own.secure}
            onChange={({ currentTarget: { checked: secure } }) => setOwn((before) => ({ ...before, secure }))}
          />
          <TextInput
            label={t('channel.user')}
            autoComplete="off"
            value={own.user}
            onChange={({ currentTarget: { value: user } }) => setOwn((before) => ({ ...before, user }))}
          />
          <PasswordInput
            label={t('channel.password')}
            placeholder={mailbox?.source === 'own' ? t('channel.kept') : undefined}
            autoComplete="off"
            value={own.password}
            visibilityToggleButtonProps={{ 'aria-label': t('channel.show', { field: t('channel.password') }) }}
            onChange={({ currentTarget: { value } }) => setOwn((before) => ({ ...before, password: value }))}
          />
        </>
      )}
    </Form>
  );
}
