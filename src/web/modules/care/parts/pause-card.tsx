import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PauseReason } from '../../../../modules/care/gate/contract.ts';
import { isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { Form } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import classes from './care.module.css';

const REASONS = ['bereavement', 'illness', 'complaint', 'other'] as const;

/** On the customer's card: whether promotion is silent now. */
export default function PauseCard({ customerId: id }: { customerId: string }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const queries = useQueryClient();
  const mayEdit = useMay('customers.edit');
  const [open, setOpen] = useState(false);
  const { data } = useQuery(api.pauses.read.queryOptions({ input: { id } }));
  const lift = useMutation(
    api.pauses.lift.mutationOptions({
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('failed')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  if (!data) return null;
  const { pause } = data;
  return (
    <Card heading={t('pause.title')}>
      {pause ? (
        <p className={classes.faint}>
          <Tag tone="mind">{t(`pause.reason.${pause.reason}`)}</Tag>{' '}
          {pause.until && t('pause.until', { day: f.date(pause.until) })} {pause.by}
        </p>
      ) : (
        <p className={classes.faint}>{t('pause.none')}</p>
      )}
      {mayEdit && (
        <Button
          variant="default"
          size="compact-sm"
          mt={8}
          loading={lift.isPending}
          onClick={() => (pause ? lift.mutate({ id }) : setOpen(true))}
        >
          {t(pause ? 'pause.lift' : 'pause.set')}
        </Button>
      )}
      <SideDrawer opened={open} onClose={() => setOpen(false)} title={t('pause.set')}>
        <PauseForm id={id} onDone={() => setOpen(false)} />
      </SideDrawer>
    </Card>
  );
}

function PauseForm({ id, onDone }: { id: string; onDone: () => void }): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const f = useFormats();
  const [reason, setReason] = useState<PauseReason>('bereavement');
  const [until, setUntil] = useState('');
  const set = useMutation(
    api.pauses.set.mutationOptions({
      onSuccess: onDone,
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  return (
    <Form
      submit={t('pause.set')}
      busy={set.isPending}
      problem={isApiError(set.error) ? set.error.message : undefined}
      onCancel={onDone}
      onSubmit={(event) => {
        event?.preventDefault();
        set.mutate({ id, reason, until: until || null });
      }}
    >
      <Select
        label={t('pause.why')}
        data={REASONS.map((value) => ({ value, label: t(`pause.reason.${value}`) }))}
        value={reason}
        allowDeselect={false}
        onChange={(value) => setReason((value ?? 'other') as PauseReason)}
      />
      <TextInput
        type="date"
        label={t('pause.end')}
        description={t('pause.endAbout')}
        min={f.settings.today}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
    </Form>
  );
}
