import { Button, type ButtonProps } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import type { OrderView } from '../api.ts';
import { HandOverForm } from './course-forms.tsx';

interface HandOverButtonProps extends Pick<ButtonProps, 'size' | 'variant' | 'leftSection'> {
  order: Pick<OrderView, 'id' | 'day' | 'promisedOn'>;
}

export function HandOverButton({ order, ...look }: HandOverButtonProps): ReactNode {
  const { t } = useTranslation('orders');
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  return (
    <>
      <Button {...look} onClick={() => setOpened(true)}>
        {t('handOver.button')}
      </Button>
      <SideDrawer opened={opened} onClose={close} title={t('handOver.title')}>
        <HandOverForm order={order} onDone={close} />
      </SideDrawer>
    </>
  );
}
