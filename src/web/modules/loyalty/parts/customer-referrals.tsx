import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { Form } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { api } from '../api.ts';
import classes from './loyalty.module.css';

/** The link that a customer passes on, whom they brought, and who brought them. */
export function CustomerReferrals({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('loyalty');
  const queries = useQueryClient();
  const posts = useMay('loyalty.post');
  const [noting, setNoting] = useState(false);
  const { data } = useQuery(api.referrals.ofCustomer.queryOptions({ input: { customerId } }));
  const make = useMutation(
    api.referrals.makeCode.mutationOptions({
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('request.failed')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  if (!data || (!data.open && data.brought.length === 0 && !data.broughtBy)) return null;
  const { url, code, brought, broughtBy } = data;
  return (
    <Card heading={t('tab.referrals')}>
      {broughtBy && (
        <p className={classes.note}>
          {t('referrals.sentBy', { name: broughtBy.giver?.name ?? t('referrals.somebody') })} ·{' '}
          {broughtBy.why ?? t(`referrals.state.${broughtBy.state}`)}
        </p>
      )}
      {brought.length > 0 && <p className={classes.note}>{t('referrals.brought', { count: brought.length })}</p>}
      {data.open && url && (
        <p className={classes.note}>
          {t('referrals.code')} <b>{code}</b>
        </p>
      )}
      {data.open && posts && (
        <div className={classes.acts}>
          {url ? (
            <Button
              size="compact-sm"
              variant="light"
              onClick={() => void navigator.clipboard.writeText(url).then(() => toast(t('referrals.copied')))}
            >
              {t('referrals.copy')}
            </Button>
          ) : (
            <Button
              size="compact-sm"
              variant="light"
              loading={make.isPending}
              onClick={() => make.mutate({ customerId })}
            >
              {t('referrals.make')}
            </Button>
          )}
          {!broughtBy && (
            <Button size="compact-sm" variant="default" onClick={() => setNoting(true)}>
              {t('referrals.record')}
            </Button>
          )}
        </div>
      )}
      <SideDrawer opened={noting} onClose={() => setNoting(false)} title={t('referrals.record')}>
        <NoteForm customerId={customerId} onDone={() => setNoting(false)} />
      </SideDrawer>
    </Card>
  );
}

function NoteForm({ customerId, onDone }: { customerId: string; onDone: () => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const queries = useQueryClient();
  const [code, setCode] = useState('');
  const record = useMutation(
    api.referrals.record.mutationOptions({
      onSuccess: () => {
        toast(t('referrals.recorded'));
        onDone();
      },
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  return (
    <Form
      submit={t('referrals.enter')}
      busy={record.isPending}
      onCancel={onDone}
      onSubmit={(event) => {
        event?.preventDefault();
        record.mutate({ customerId, code });
      }}
    >
      <TextInput
        label={t('referrals.code')}
        description={t('referrals.recordAbout')}
        required
        autoComplete="off"
        value={code}
        error={record.error ? (isApiError(record.error) ? record.error.message : t('request.failed')) : undefined}
        onChange={({ currentTarget }) => setCode(currentTarget.value)}
        data-autofocus
      />
    </Form>
  );
}
