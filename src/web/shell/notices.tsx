import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../api/connection.ts';
import { Banner } from '../kit/banner.tsx';
import { takeUpdate, useUpdateWaiting } from './updates.ts';

/** No network, server away, new version: said once, above everything. */
export function Notices(): ReactNode {
  const { t } = useTranslation('shell');
  const connection = useConnection();
  const updateWaiting = useUpdateWaiting();
  return (
    <>
      {connection !== 'online' && <Banner tone="attention">{t(`notice.${connection}`)}</Banner>}
      {updateWaiting && (
        <Banner
          tone="quiet"
          action={
            <Button size="compact-sm" onClick={takeUpdate}>
              {t('notice.reload')}
            </Button>
          }
        >
          {t('notice.update')}
        </Banner>
      )}
    </>
  );
}
