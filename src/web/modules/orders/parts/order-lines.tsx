import { IconReceipt } from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
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
  return <LinesTable lines={order.lines} currency={order.total.currency} sums={useSums(order)} />;
}

interface LinesTableProps {
  lines: Line[];
  currency: string;
  /** Below the lines; the first stands out. */
  sums: (readonly [label: string, amount: string])[];
}

/** What was bought or is offered, with its sums. */
export function LinesTable({ lines, currency, sums }: LinesTableProps): ReactNode {
  const { t } = useTranslation('orders');
  const columns = useLineColumns(lines, currency);
  return (
    <>
      <Ledger<Line>
        label={t('order.lines')}
        columns={columns}
        list={allRows(lines)}
        rowId={(line) => String(line.no)}
        empty={
          <EmptyState small icon={IconReceipt}>
            {t('order.noLines')}
          </EmptyState>
        }
      />
      <dl className={classes.sums}>
        {sums.map(([label, amount], at) => (
          <Fragment key={label}>
            <dt className={at === 0 ? classes.main : undefined}>{label}</dt>
            <dd className={at === 0 ? classes.main : undefined}>{amount}</dd>
          </Fragment>
        ))}
      </dl>
    </>
  );
}

function useLineColumns(lines: Line[], currency: string): LedgerColumn<Line>[] {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const sign = f.currencySign(currency);
  const money = (amount: string) => f.amount({ amount, currency });
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

function useSums({ total, refunded }: OrderView): LinesTableProps['sums'] {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const left = minor(total) - minor(refunded);
  const all = [t('field.total'), f.money(total, 'full')] as const;
  if (minor(refunded) === 0n) return [all];
  return [
    all,
    [t('refund.refunded'), f.money({ ...refunded, amount: `-${refunded.amount}` }, 'full')],
    [t('refund.left'), f.money({ ...total, amount: formatDecimal(left, total.currency) }, 'full')],
  ];
}

/** Amounts of the server always are amounts of their currency. */
export function minor({ amount, currency }: OrderView['total']): bigint {
  const read = parseMoney(amount, currency);
  return read.ok ? read.value : 0n;
}
