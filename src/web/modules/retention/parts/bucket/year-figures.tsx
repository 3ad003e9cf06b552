import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Figure, FigureStrip } from '../../../../kit/figure.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { Bucket } from '../../api.ts';
import classes from './bucket.module.css';

type Year = NonNullable<Bucket['year']>;

/** The year in one line from the level at its beginning to that at its end, and what it cost in another. */
export function YearFigures({ year }: { year: Year }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const flow = (key: 'new' | 'back' | 'lost', tone?: 'act' | 'well') => (
    <Figure
      label={t(`bucket.${key}`)}
      value={`${key === 'lost' ? '−' : '+'}${f.number(year[key].customers)}`}
      note={f.money(year[key].money, 'none')}
      {...(tone && year[key].customers > 0 ? { tone } : {})}
    />
  );
  const money = (key: 'perCustomer' | 'winningPerNew' | 'keepingPerKept' | 'onePoint') => {
    const told = year[key];
    return (
      told && <Figure label={t(`bucket.${key}`)} value={f.money(told.money, 'none')} explanation={told.explanation} />
    );
  };
  return (
    <>
      <h2 className={classes.heading}>
        {t('bucket.year', { count: year.months })}
        <small>{t('bucket.range', { from: f.date(year.from), to: f.date(year.to) })}</small>
      </h2>
      <FigureStrip label={t('bucket.year', { count: year.months })}>
        <Figure label={t('bucket.start')} value={f.number(year.start)} />
        {flow('new')}
        {flow('back', 'well')}
        {flow('lost', 'act')}
        <Figure label={t('bucket.end')} value={f.number(year.end)} />
        {year.churn && (
          <Figure
            label={t('bucket.churn')}
            value={f.percent(year.churn.value, 1)}
            explanation={year.churn.explanation}
          />
        )}
      </FigureStrip>
      <FigureStrip label={t('tab.costs')}>
        {money('perCustomer')}
        {money('winningPerNew')}
        {money('keepingPerKept')}
        {year.ratio && (
          <Figure
            label={t('bucket.ratio')}
            value={t('bucket.ratioValue', { ratio: f.number(year.ratio.value, 1) })}
            note={t('bucket.proverb')}
            explanation={year.ratio.explanation}
            link={{ to: '/retention/costs' }}
          />
        )}
        {!year.ratio && (
          <Figure label={t('bucket.ratio')} value="–" note={t('bucket.noCosts')} link={{ to: '/retention/costs' }} />
        )}
        {money('onePoint')}
      </FigureStrip>
    </>
  );
}
