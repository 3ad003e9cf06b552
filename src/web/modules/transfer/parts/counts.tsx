import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../kit/use-formats.ts';
import type { Counts } from '../api.ts';
import classes from './transfer.module.css';

/** How the rows of the file ended. */
export function CountsOf({ counts }: { counts: Counts }): ReactNode {
  const { t } = useTranslation('transfer');
  const f = useFormats();
  return (
    <dl className={classes.counts}>
      {(['rows', 'created', 'updated', 'skipped', 'failed'] as const).map((key) => (
        <div key={key}>
          <dt>{t(`counts.${key}`)}</dt>
          <dd>{f.number(counts[key])}</dd>
        </div>
      ))}
    </dl>
  );
}
