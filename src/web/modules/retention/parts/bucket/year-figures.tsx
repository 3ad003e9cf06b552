import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Explanation } from '../../../../kit/explain.tsx';
import { Figure, FigureStrip } from '../../../../kit/figure.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { Bucket } from '../../api.ts';
import classes from './bucket.module.css';

type Year = NonNullable<Bucket['year']>;

/** The year in one line from the level at its beginning to that at its end, and what it cost in another. */
export function YearFigures(props: YearProps): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const { year } = props;
  return (
    <>
      <h2 className={classes.heading}>
        {t('bucket.year', { count: year.months })}
        <small>{t('bucket.range', { from: f.date(year.from), to: f.date(year.to) })}</small>
      </h2>
      <Levels {...props} />
      <Costs year={year} />
    </>
  );
}

interface YearProps {
  year: Year;
  lostAfterDays: number;
}

function Levels({ year, lostAfterDays }: YearProps): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const how = (key: string, values: Explanation['values'] = {}) => ({ key: `retention:bucket.explain.${key}`, values });
  const flow = (key: 'new' | 'back' | 'lost', tone?: 'act' | 'well') => (
    <Figure
      label={t(`bucket.${key}`)}
      value={`${key === 'lost' ? '−' : '+'}${f.number(year[key].customers)}`}
      note={f.money(year[key].money, 'none')}
      explanation={how(key, { days: lostAfterDays })}
      {...(tone && year[key].customers > 0 ? { tone } : {})}
    />
  );
  const levels = {
    start: f.number(year.start),
    new: f.number(year.new.customers),
    back: f.number(year.back.customers),
    lost: f.number(year.lost.customers),
    end: f.number(year.end),
  };
  const { churn } = year;
  return (
    <FigureStrip label={t('bucket.year', { count: year.months })}>
      <Figure label={t('bucket.start')} value={levels.start} explanation={how('start', { day: f.date(year.from) })} />
      {flow('new')}
      {flow('back', 'well')}
      {flow('lost', 'act')}
      <Figure label={t('bucket.end')} value={levels.end} explanation={how('flows', levels)} />
      {churn && <Figure label={t('bucket.churn')} value={f.percent(churn.value, 1)} explanation={churn.explanation} />}
    </FigureStrip>
  );
}

function Costs({ year }: { year: Year }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const money = (key: 'perCustomer' | 'winningPerNew' | 'keepingPerKept' | 'onePoint') => {
    const told = year[key];
    return (
      told && <Figure label={t(`bucket.${key}`)} value={f.money(told.money, 'none')} explanation={told.explanation} />
    );
  };
  const { ratio } = year;
  const costs = { label: t('bucket.ratio'), link: { to: '/retention/costs' } } as const;
  return (
    <FigureStrip label={t('tab.costs')}>
      {money('perCustomer')}
      {money('winningPerNew')}
      {money('keepingPerKept')}
      {ratio ? (
        <Figure
          {...costs}
          value={t('bucket.ratioValue', { ratio: f.number(ratio.value, 1) })}
          note={t('bucket.proverb')}
          explanation={ratio.explanation}
        />
      ) : (
        <Figure {...costs} value="–" note={t('bucket.noCosts')} />
      )}
      {money('onePoint')}
    </FigureStrip>
  );
}
