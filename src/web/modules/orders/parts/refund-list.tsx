import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { Form } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type OrderView } from '../api.ts';
import { useLookAgain } from './after-purchase.ts';
import classes from './order.module.css';
import { sentenceOf } from './sentence-of.ts';

type Refund = OrderView['refunds'][number];

/** What was given back; one that was a mistake is taken back, and stays to be seen, struck through. */
export function RefundList({ order }: { order: OrderView }): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const mayEdit = useMay('orders.edit');
  const [wrong, setWrong] = useState<Refund>();
  const close = () => setWrong(undefined);
  if (order.refunds.length === 0) return null;
  return (
    <Card heading={t('refund.list')}>
      <ul className={classes.refunds}>
        {order.refunds.map((refund) => (
          <li key={refund.id}>
            <span>
              {f.date(f.dayOf(refund.at))}
              {refund.reason && <small className={classes.under}>{refund.reason}</small>}
              {refund.takenBack && <TakenBack takenBack={refund.takenBack} />}
            </span>
            <span className={classes.refundEnd}>
              <b className={refund.takenBack ? classes.struck : undefined}>{f.money(refund.amount, 'full')}</b>
              {mayEdit && !refund.takenBack && (
                <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setWrong(refund)}>
                  {t('refund.takeBack')}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      <SideDrawer opened={wrong !== undefined} onClose={close} title={t('refund.takeBackTitle')}>
        {wrong && <TakeBackForm orderId={order.id} refund={wrong} onDone={close} />}
      </SideDrawer>
    </Card>
  );
}

function TakenBack({ takenBack }: { takenBack: NonNullable<Refund['takenBack']> }): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  return (
    <small className={classes.under}>
      {t('refund.takenBackBy', { day: f.date(f.dayOf(takenBack.at)), name: takenBack.by })}
      {takenBack.reason && ` · ${takenBack.reason}`}
    </small>
  );
}

interface TakeBackFormProps {
  orderId: string;
  refund: Refund;
  onDone: () => void;
}

function TakeBackForm({ orderId, refund, onDone }: TakeBackFormProps): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const lookAgain = useLookAgain();
  const form = useForm({
    initialValues: { reason: '' },
    validate: { reason: (text) => (text.trim() ? null : t('refund.reasonMissing')) },
  });
  const takeBack = useMutation(
    api.takeBackRefund.mutationOptions({
      onSuccess: () => {
        toast(t('refund.takenBack'));
        onDone();
        return lookAgain();
      },
    }),
  );
  return (
    <Form
      submit={t('refund.takeBack')}
      busy={takeBack.isPending}
      onCancel={onDone}
      problem={takeBack.error ? sentenceOf(takeBack.error, t('notSaved')) : undefined}
      onSubmit={form.onSubmit(({ reason }) =>
        takeBack.mutate({ id: orderId, refundId: refund.id, reason: reason.trim() }),
      )}
    >
      <p className={classes.about}>{t('refund.takeBackAbout', { amount: f.money(refund.amount, 'full') })}</p>
      <TextInput label={t('refund.takeBackReason')} maxLength={500} data-autofocus {...form.getInputProps('reason')} />
    </Form>
  );
}
