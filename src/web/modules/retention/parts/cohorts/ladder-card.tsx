import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { Cohorts } from '../../api.ts';
import classes from './cohorts.module.css';

/** From each purchase to the next; the first rung is where most of them are lost. */
export function LadderCard({ cohorts }: { cohorts: Cohorts }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  if (cohorts.ladder.length === 0) return null;
  return (
    <Card heading={t('cohorts.ladder')}>
      <p className={classes.about}>{t('cohorts.ladderAbout')}</p>
      <ol className={classes.ladder}>
        {cohorts.ladder.map(({ from, share, low, high, went, of }) => (
          <li key={from}>
            <span>{t('cohorts.rung', { from, to: from + 1 })}</span>
            <span className={classes.bar} style={{ '--part': `${Math.round(share * 100)}%` } as React.CSSProperties}>
              <i />
            </span>
            <b>{f.percent(share)}</b>
            <small>
              {`${t('cohorts.went', { went: f.number(went), of: f.number(of) })} · ${t('cohorts.between', {
                low: f.percent(low),
                high: f.percent(high),
              })}`}
            </small>
          </li>
        ))}
      </ol>
    </Card>
  );
}
