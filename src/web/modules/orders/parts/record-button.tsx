import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { OrderForm } from './order-form.tsx';

/** At the top of the customer card: what they have just bought. */
export default function RecordButton({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('orders');
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  return (
    <>
      <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={() => setOpened(true)}>
        {t('record.button')}
      </Button>
      <SideDrawer opened={opened} onClose={close} title={t('record.title')}>
        <OrderForm customerId={customerId} onDone={close} />
      </SideDrawer>
    </>
  );
}
