import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Tag } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { OrderSummary } from '../api.ts';
import classes from './order.module.css';
import { PhaseTag } from './phase-tag.tsx';
import { shownNumber } from '../../../../modules/orders/rules/shown-number.ts';

/** `withCustomer` where the orders are of many. */
export function useOrderColumns({ withCustomer = false } = {}): LedgerColumn<OrderSummary>[] {
  const { t } = useTranslation('orders');
  const f = useFormats();
  return [
    { key: 'day', title: t('field.day'), cell: ({ day }) => f.date(day) },
    {
      key: 'number',
      title: t('field.number'),
      cell: (order) => (
        <>
          {shownNumber(order.externalId) ?? ''}{' '}
          <StateTag state={order.state} returned={order.total.amount.startsWith('-')} /> <PhaseTag order={order} />
        </>
      ),
    },
    ...(withCustomer
      ? [
          {
            key: 'customer',
            title: t('field.customer'),
            cell: ({ customer }: OrderSummary) =>
              customer?.name ?? <span className={classes.nobody}>{t('order.anonymous')}</span>,
          },
        ]
      : []),
    { key: 'store', title: t('field.store'), cell: ({ store, channel }) => store ?? channel ?? '' },
    {
      key: 'total',
      title: `${t('field.total')} ${f.currencySign()}`,
      cell: (row) => <Amount order={row} />,
      number: true,
      phone: 'leadEnd',
    },
  ];
}

/** What was paid; struck through where nothing of it counts. Other currencies show their own sign below. */
function Amount({ order }: { order: OrderSummary }): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const foreign = order.total.currency !== f.settings.baseCurrency;
  const refunded = Number(order.refunded.amount) !== 0;
  const main = foreign ? (order.totalBase ? f.amount(order.totalBase) : '–') : f.amount(order.total);
  return (
    <>
      <span className={order.state === 'cancelled' ? classes.struck : undefined}>{main}</span>
      {foreign && <small className={classes.under}>{f.money(order.total)}</small>}
      {refunded && <small className={classes.under}>{t('refund.of', { amount: f.money(order.refunded) })}</small>}
    </>
  );
}

export function StateTag({ state, returned }: { state: 'placed' | 'cancelled'; returned: boolean }): ReactNode {
  const { t } = useTranslation('orders');
  if (state === 'cancelled') return <Tag tone="plain">{t('state.cancelled')}</Tag>;
  return returned ? <Tag tone="mind">{t('state.returned')}</Tag> : null;
}
