import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { OrderView } from '../api.ts';
import classes from './order.module.css';

export function RefundList({ order }: { order: OrderView }): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  if (order.refunds.length === 0) return null;
  return (
    <Card heading={t('refund.list')}>
      <ul className={classes.refunds}>
        {order.refunds.map(({ id, amount, at, reason }) => (
          <li key={id}>
            <span>
              {f.date(f.dayOf(at))}
              {reason && <small className={classes.under}>{reason}</small>}
            </span>
            <b>{f.money(amount, 'full')}</b>
          </li>
        ))}
      </ul>
    </Card>
  );
}
