import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Formats } from '../../../../kit/formats.ts';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { Cohorts } from '../../api.ts';
import classes from './cohorts.module.css';

/** A heat map that is a table: rows came together, columns are the months since. */
export function HeatCard({ cohorts }: { cohorts: Cohorts }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const ages = [...new Set(cohorts.rows.flatMap(({ cells }) => cells.map(({ age }) => age)))].toSorted((a, b) => a - b);
  return (
    <Card heading={t('cohorts.heat')} note={t('cohorts.incomplete')}>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('cohorts.heat')}>
        <table className={classes.heat}>
          <thead>
            <tr>
              <th scope="col">{t('cohorts.cohort')}</th>
              <th scope="col">{t('cohorts.customers')}</th>
              {ages.map((age) => (
                <th key={age} scope="col">
                  {t('cohorts.month', { n: age })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cohorts.rows.map((row) => (
              <tr key={row.key ?? ''}>
                <th scope="row">
                  {nameOf(row.key, cohorts.by, f) ??
                    t(cohorts.by === 'campaign' ? 'cohorts.noCampaign' : 'cohorts.unknown')}
                </th>
                <td className={classes.size}>{f.number(row.customers)}</td>
                {ages.map((age) => {
                  const cell = row.cells.find((one) => one.age === age);
                  if (!cell) return <td key={age} />;
                  const sentence = t('cohorts.share', {
                    share: f.percent(cell.share, 1),
                    customers: f.number(cell.customers),
                    of: f.number(cell.of),
                    low: f.percent(cell.low),
                    high: f.percent(cell.high),
                  });
                  return (
                    <td
                      key={age}
                      className={classes.cell}
                      data-open={!cell.complete || undefined}
                      style={{ '--heat': `${Math.round(cell.share * 100)}%` } as React.CSSProperties}
                      title={sentence}
                    >
                      {f.percent(cell.share)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function nameOf(key: string | null, by: Cohorts['by'], f: Formats): string | null {
  if (key === null) return null;
  if (by === 'month') return f.month(key);
  if (by === 'quarter') return `${key.slice(0, 4)} Q${Math.ceil(Number(key.slice(5, 7)) / 3)}`;
  return key;
}
