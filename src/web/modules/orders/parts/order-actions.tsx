import { Button } from '@mantine/core';
import { IconArrowBackUp, IconBan, IconReceiptRefund } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { toast, toastProblem, toastWithUndo } from '../../../kit/toast.tsx';
import { api, type OrderView } from '../api.ts';
import { useLookAgain } from './after-purchase.ts';
import { minor } from './order-lines.tsx';
import { HandOverButton } from './hand-over-button.tsx';
import { RefundForm } from './refund-form.tsx';
import { sentenceOf } from './sentence-of.ts';

export function OrderActions({ order }: { order: OrderView }): ReactNode {
  const { t } = useTranslation('orders');
  const mayEdit = useMay('orders.edit');
  const mayWork = useMay('orders.create');
  const { cancel, reopen, busy } = useStates(order);
  const handOver = mayWork && order.phase === 'in' && <HandOverButton order={order} />;
  if (!mayEdit) return handOver;
  if (order.state === 'cancelled') {
    return (
      <Button
        variant="default"
        loading={busy}
        leftSection={<IconArrowBackUp size={16} stroke={1.7} />}
        onClick={reopen}
      >
        {t('order.reopen')}
      </Button>
    );
  }
  return (
    <>
      <Button variant="default" loading={busy} leftSection={<IconBan size={16} stroke={1.7} />} onClick={cancel}>
        {t('order.cancel')}
      </Button>
      {minor(order.total) > minor(order.refunded) && <RefundButton order={order} />}
      {handOver}
    </>
  );
}

function RefundButton({ order }: { order: OrderView }): ReactNode {
  const { t } = useTranslation('orders');
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  return (
    <>
      <Button
        variant={order.phase === 'in' ? 'default' : 'filled'}
        leftSection={<IconReceiptRefund size={16} stroke={1.7} />}
        onClick={() => setOpened(true)}
      >
        {t('refund.button')}
      </Button>
      <SideDrawer opened={opened} onClose={close} title={t('refund.title')}>
        <RefundForm key={order.version} order={order} onDone={close} />
      </SideDrawer>
    </>
  );
}

/** At once, with the way back offered: an order can be cancelled and reopened as often as one likes. */
function useStates(order: OrderView) {
  const { t } = useTranslation('orders');
  const lookAgain = useLookAgain();
  const change = useMutation(
    api.change.mutationOptions({
      onError: (error) => toastProblem(sentenceOf(error, t('notSaved'))),
      onSettled: lookAgain,
    }),
  );
  const reopen = (version: number) =>
    change.mutate({ id: order.id, state: 'placed', version }, { onSuccess: () => toast(t('order.reopened')) });
  const cancel = () =>
    change.mutate(
      { id: order.id, state: 'cancelled', version: order.version },
      { onSuccess: (changed) => toastWithUndo(t('order.cancelled'), () => reopen(changed.version)) },
    );
  return { busy: change.isPending, cancel, reopen: () => reopen(order.version) };
}
