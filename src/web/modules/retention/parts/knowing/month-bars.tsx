import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyAccountPage } from '../../../../../modules/retention/key-accounts/contract.ts';
import { useFormats } from '../../../../kit/use-formats.ts';
import classes from './knowing.module.css';

/** One bar a month, the running one hollow; the figures stand in a table below. */
export function MonthBars({ months }: { months: KeyAccountPage['months'] }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const largest = Math.max(1, ...months.map(({ amount }) => Number(amount.amount)));
  const named = (month: string | undefined) => (month ? f.month(`${month}-01`) : '');
  return (
    <>
      <div className={classes.bars} aria-hidden="true">
        {months.map(({ month, amount }, n) => (
          <span
            key={month}
            title={`${named(month)} · ${f.money(amount)}`}
            data-running={n === months.length - 1 || undefined}
            style={{ height: `${(100 * Number(amount.amount)) / largest}%` }}
          />
        ))}
      </div>
      <p className={classes.axis} aria-hidden="true">
        <span>{named(months[0]?.month)}</span>
        <span>{named(months.at(-1)?.month)}</span>
      </p>
      <details className={classes.why}>
        <summary>{t('accounts.volume')}</summary>
        <table className={classes.table}>
          <thead>
            <tr>
              <th>{t('accounts.month')}</th>
              <th>{t('accounts.orders')}</th>
              <th>{`${t('accounts.amount')} ${f.currencySign()}`}</th>
            </tr>
          </thead>
          <tbody>
            {months.toReversed().map(({ month, orders, amount }) => (
              <tr key={month}>
                <td>{named(month)}</td>
                <td>{f.number(orders)}</td>
                <td>{f.amount(amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
