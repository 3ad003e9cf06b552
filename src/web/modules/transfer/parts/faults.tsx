import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FaultyRow } from '../api.ts';
import classes from './transfer.module.css';

/** Rows that cannot come in as they are, with the reason. */
export function Faults({ faults }: { faults: readonly FaultyRow[] }): ReactNode {
  const { t } = useTranslation('transfer');
  return (
    <div className={classes.faults} tabIndex={0} role="region" aria-label={t('faults.title')}>
      <ul className={classes.list}>
        {faults.map(({ line, cells, reasons }) => (
          <li key={line}>
            <span>{t('faults.line', { line })}</span>
            <span className={classes.grow}>
              {reasons.join(' ')}
              <br />
              <small className={classes.examples}>{cells.filter(Boolean).join(' · ')}</small>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
