import { Button } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../../../kit/surface.tsx';
import classes from './counter.module.css';
import { dropSale, sendAgain, sendWaiting, useWaiting } from './waiting-sales.ts';

/** Sales of the time without a network: what still waits, and what the shop will not take and why. */
export function WaitingList(): ReactNode {
  const { t } = useTranslation('loyalty');
  const sales = useWaiting();
  useEffect(() => void sendWaiting(), []);
  if (sales.length === 0) return null;
  const refused = sales.filter((sale) => sale.refused !== null);
  const waiting = sales.length - refused.length;
  return (
    <Card className={classes.waiting ?? ''}>
      <div role="status">
        {waiting > 0 && <p>{t('counter.waiting', { count: waiting })}</p>}
        {refused.length > 0 && <p>{t('counter.waitingRefused', { count: refused.length })}</p>}
      </div>
      {refused.map(({ input: { idempotencyKey }, who, total, refused: why }) => (
        <div key={idempotencyKey} className={classes.refused}>
          <span>
            {who} {total}
            <small>{t('counter.refused', { why })}</small>
          </span>
          <Button size="compact-sm" variant="default" onClick={() => sendAgain(idempotencyKey)}>
            {t('counter.again')}
          </Button>
          <Button size="compact-sm" variant="subtle" onClick={() => dropSale(idempotencyKey)}>
            {t('counter.drop')}
          </Button>
        </div>
      ))}
    </Card>
  );
}
