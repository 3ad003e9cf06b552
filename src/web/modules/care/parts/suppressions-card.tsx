import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { Form } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import classes from './care.module.css';

/** Lines that are read at a glance; the others on request. */
const SHOWN = 5;

/** Addresses that nothing goes to any more, and why. */
export function SuppressionsCard({ mayEdit }: { mayEdit: boolean }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const [all, setAll] = useState(false);
  const [stopping, setStopping] = useState(false);
  const { rows, count, more, loadingMore } = useKeysetList(
    api.suppressions.list.infiniteOptions({ input: (cursor: string | undefined) => ({ cursor }), ...keyset }),
  );
  if (!rows || (rows.length === 0 && !mayEdit)) return null;
  const hidden = !all && rows.length > SHOWN;
  return (
    <Card
      heading={t('suppressed.title')}
      note={count && count.value > 0 ? f.number(count.value) : undefined}
      end={
        mayEdit && (
          <Button variant="default" size="compact-sm" onClick={() => setStopping(true)}>
            {t('suppressed.stop')}
          </Button>
        )
      }
      className={classes.gap}
    >
      <p className={classes.faint}>{t(rows.length > 0 ? 'suppressed.about' : 'suppressed.none')}</p>
      <ul className={classes.plain}>
        {rows.slice(0, hidden ? SHOWN : undefined).map((line) => (
          <li key={line.id}>
            <span className={classes.grow}>
              {line.shown} <small className={classes.faint}>{t(`suppressed.reason.${line.reason}`)}</small>
            </span>
            <span className={classes.faint}>{f.date(f.dayOf(line.at))}</span>
            {mayEdit && line.reason !== 'complaint' && <Lift id={line.id} address={line.shown} />}
          </li>
        ))}
      </ul>
      {(hidden || more) && (
        <Button variant="default" mt={10} loading={loadingMore} onClick={hidden ? () => setAll(true) : more}>
          {t('suppressed.more')}
        </Button>
      )}
      <SideDrawer opened={stopping} onClose={() => setStopping(false)} title={t('suppressed.stopTitle')}>
        <StopForm onDone={() => setStopping(false)} />
      </SideDrawer>
    </Card>
  );
}

function Lift({ id, address }: { id: string; address: string }): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const lift = useMutation(
    api.suppressions.lift.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: api.suppressions.key() }),
      onSuccess: () => toast(t('suppressed.lifted')),
    }),
  );
  return (
    <>
      <Button variant="subtle" size="compact-sm" onClick={() => setAsking(true)}>
        {t('suppressed.lift')}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('suppressed.liftTitle', { address })}
        confirm={t('suppressed.lift')}
        onConfirm={() => lift.mutateAsync({ id })}
      >
        {t('suppressed.liftAbout')}
      </ConfirmDialog>
    </>
  );
}

function StopForm({ onDone }: { onDone: () => void }): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const [channel, setChannel] = useState<'email' | 'sms'>('email');
  const [address, setAddress] = useState('');
  const stop = useMutation(
    api.suppressions.stop.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: api.suppressions.key() }),
      onSuccess() {
        toast(t('suppressed.stopped'));
        onDone();
      },
    }),
  );
  return (
    <Form
      submit={t('suppressed.stop')}
      busy={stop.isPending}
      onCancel={onDone}
      onSubmit={(event) => {
        event?.preventDefault();
        stop.mutate({ channel, address });
      }}
    >
      <Select
        label={t('suppressed.channel')}
        data={(['email', 'sms'] as const).map((value) => ({ value, label: t(`kind.${value}`) }))}
        value={channel}
        allowDeselect={false}
        onChange={(value) => setChannel(value ?? 'email')}
      />
      <TextInput
        label={t('suppressed.address')}
        inputMode={channel === 'email' ? 'email' : 'tel'}
        autoComplete="off"
        required
        value={address}
        error={isApiError(stop.error) ? stop.error.message : undefined}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
    </Form>
  );
}
