import { IconReceipt } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDecimal, parseMoney } from '../../../../maths/money.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { allRows, type LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { OrderView } from '../api.ts';
import classes from './order.module.css';

type Line = OrderView['lines'][number];

export function OrderLines({ order }: { order: OrderView }): ReactNode {
  const { t } = useTranslation('orders');
  const columns = useLineColumns(order);
  return (
    <>
      <Ledger<Line>
        label={t('order.lines')}
        columns={columns}
        list={allRows(order.lines)}
        rowId={(line) => String(line.no)}
        empty={
          <EmptyState small icon={IconReceipt}>
            {t('order.noLines')}
          </EmptyState>
        }
      />
      <Sums order={order} />
    </>
  );
}

function useLineColumns({ lines, total }: OrderView): LedgerColumn<Line>[] {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const sign = f.currencySign(total.currency);
  const money = (amount: string) => f.amount({ amount, currency: total.currency });
  const discounted = lines.some(({ discount }) => Number(discount) !== 0);
  return [
    {
      key: 'name',
      title: t('field.product'),
      cell: ({ name, sku, category }) => (
        <>
          {name}
          <small className={classes.under}>{[sku, category].filter(Boolean).join(' · ')}</small>
        </>
      ),
    },
    {
      key: 'quantity',
      title: t('field.quantity'),
      cell: ({ quantity }) => quantity,
      number: true,
      phone: 'note',
    },
    {
      key: 'unitPrice',
      title: `${t('field.unitPrice')} ${sign}`,
      cell: ({ unitPrice }) => money(unitPrice),
      number: true,
      phone: 'note',
    },
    ...(discounted
      ? [
          {
            key: 'discount',
            title: `${t('field.discount')} ${sign}`,
            cell: ({ discount }: Line) => (Number(discount) === 0 ? '' : money(discount)),
            number: true,
            phone: 'absent' as const,
          },
        ]
      : []),
    {
      key: 'total',
      title: `${t('field.lineTotal')} ${sign}`,
      cell: (line) => money(line.total),
      number: true,
      phone: 'leadEnd',
    },
  ];
}

function Sums({ order }: { order: OrderView }): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const { total, refunded } = order;
  const left = minor(total) - minor(refunded);
  return (
    <dl className={classes.sums}>
      <dt className={classes.main}>{t('field.total')}</dt>
      <dd className={classes.main}>{f.money(total, 'full')}</dd>
      {minor(refunded) !== 0n && (
        <>
          <dt>{t('refund.refunded')}</dt>
          <dd>{f.money({ ...refunded, amount: `-${refunded.amount}` }, 'full')}</dd>
          <dt>{t('refund.left')}</dt>
          <dd>{f.money({ amount: formatDecimal(left, total.currency), currency: total.currency }, 'full')}</dd>
        </>
      )}
    </dl>
  );
}

/** Amounts of the server always are amounts of their currency. */
export function minor({ amount, currency }: OrderView['total']): bigint {
  const read = parseMoney(amount, currency);
  return read.ok ? read.value : 0n;
}
