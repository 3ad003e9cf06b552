import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { Share } from '../../api.ts';
import classes from './builder.module.css';

/** Parts of one or two segments: how many, and what they spent so far. */
export function Shares({ shares }: { shares: readonly (readonly [label: string, share: Share])[] }): ReactNode {
  const { t } = useTranslation('segments');
  const f = useFormats();
  return (
    <dl className={classes.shares}>
      {shares.map(([label, { count, spent }]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {t('conditions.people', { number: f.number(count) })} · {f.money(spent)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
