import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Forecast } from '../../../../../modules/retention/predictions/contract.ts';
import type { Money } from '../../../../kit/formats.ts';
import { allRows, type LedgerColumn } from '../../../../kit/ledger/columns.ts';
import { Ledger } from '../../../../kit/ledger/ledger.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import classes from './predictions.module.css';

type Ahead = Forecast['months'][number];
type Before = Forecast['before'][number];

export function MonthsAhead({ months }: { months: Ahead[] }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const between = (low: string, high: string) => t('predictions.figure.between', { low, high });
  const whole = ({ amount }: Money) => f.number(Number(amount));
  const columns: LedgerColumn<Ahead>[] = [
    { key: 'month', title: t('predictions.column.month'), cell: ({ month }) => f.month(month) },
    {
      key: 'orders',
      title: t('predictions.column.orders'),
      cell: ({ orders }) => f.number(orders),
      number: true,
      phone: 'note',
    },
    {
      key: 'money',
      title: `${t('predictions.column.money')} ${f.currencySign()}`,
      cell: ({ money }) => whole(money),
      number: true,
      phone: 'leadEnd',
    },
    {
      key: 'range',
      title: `${t('predictions.column.range')} ${f.currencySign()}`,
      cell: ({ moneyLow, moneyHigh }) => between(whole(moneyLow), whole(moneyHigh)),
      number: true,
      phone: 'noteEnd',
    },
  ];
  return (
    <Card heading={t('predictions.ahead')}>
      <Ledger label={t('predictions.ahead')} columns={columns} list={allRows(months)} rowId={({ month }) => month} />
    </Card>
  );
}

/** The newest first. */
export function MonthsBefore({ before }: { before: Before[] }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const whole = ({ amount }: Money) => f.number(Number(amount));
  const columns: LedgerColumn<Before>[] = [
    {
      key: 'month',
      title: t('predictions.column.month'),
      cell: ({ month, afterwards, running }) =>
        `${f.month(month)}${afterwards ? ' *' : ''}${running ? ` ${t('predictions.running')}` : ''}`,
    },
    {
      key: 'said',
      title: `${t('predictions.column.said')} ${f.currencySign()}`,
      cell: ({ money }) => whole(money),
      number: true,
      phone: 'note',
    },
    {
      key: 'came',
      title: `${t('predictions.column.came')} ${f.currencySign()}`,
      cell: ({ came }) => whole(came),
      number: true,
      phone: 'leadEnd',
    },
    {
      key: 'off',
      title: t('predictions.column.off'),
      // A month that still runs is not off yet.
      cell: (row) => (row.running ? '' : offBy(row, f.percent)),
      number: true,
      phone: 'noteEnd',
    },
  ];
  return (
    <Card heading={t('predictions.before')}>
      <p className={classes.quiet}>{t('predictions.beforeNote')}</p>
      <Ledger
        label={t('predictions.before')}
        columns={columns}
        list={allRows(before.toReversed())}
        rowId={({ month }) => month}
      />
    </Card>
  );
}

function offBy({ money, came }: Before, percent: (share: number) => string): string {
  const [said, was] = [Number(money.amount), Number(came.amount)];
  if (!(was > 0)) return '';
  const off = said / was - 1;
  return `${off > 0 ? '+' : off < 0 ? '−' : ''}${percent(Math.abs(off))}`;
}
