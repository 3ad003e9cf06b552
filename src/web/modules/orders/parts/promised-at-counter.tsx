import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { Card } from '../../../kit/surface.tsx';
import { api } from '../api.ts';
import { OrderRow } from './running-card.tsx';
import classes from './running.module.css';

/** At the counter: what was promised to whoever stands there and is still to be handed over. */
export default function PromisedAtCounter({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('orders');
  const mayWork = useMay('orders.create');
  const { data } = useQuery(api.running.read.queryOptions({ input: { customerId } }));
  if (!data || data.inProgress.length === 0) return null;
  return (
    <Card heading={t('running.promised')}>
      <ul className={classes.rows}>
        {data.inProgress.map((order) => (
          <OrderRow key={order.id} order={order} acts={mayWork} />
        ))}
      </ul>
    </Card>
  );
}
