import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Chart } from '../../../../kit/chart/chart.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { Cohorts } from '../../api.ts';
import classes from './cohorts.module.css';

/** The curve of Kaplan and Meier with its band. */
export function SurvivalCard({ cohorts }: { cohorts: Cohorts }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const { survival, medianMonths, lostAfterDays } = cohorts;
  const option = useMemo(() => {
    const percents = (pick: (point: Cohorts['survival'][number]) => number) =>
      survival.map((point) => [point.month, Math.round(pick(point) * 1000) / 10]);
    const line = { type: 'line', step: 'end', showSymbol: false };
    return {
      legend: {},
      // Below it stands the name of the axis.
      grid: { left: 8, right: 16, top: 34, bottom: 28, containLabel: true },
      tooltip: { trigger: 'axis', valueFormatter: (value: number) => f.percent(value / 100, 1) },
      xAxis: { type: 'value', name: t('cohorts.months'), nameLocation: 'middle', nameGap: 26, minInterval: 1 },
      yAxis: { type: 'value', min: 0, max: 100, axisLabel: { formatter: (value: number) => f.percent(value / 100) } },
      series: [
        { ...line, name: t('cohorts.left'), data: percents(({ share }) => share) },
        { ...line, name: t('cohorts.low'), lineStyle: { type: 'dashed', width: 1 }, data: percents(({ low }) => low) },
        {
          ...line,
          name: t('cohorts.high'),
          lineStyle: { type: 'dashed', width: 1 },
          data: percents(({ high }) => high),
        },
      ],
    };
  }, [survival, t, f]);
  return (
    <Card heading={t('cohorts.survival')}>
      <p className={classes.about}>{t('cohorts.survivalAbout', { days: lostAfterDays })}</p>
      <p>{medianMonths === null ? t('cohorts.noMedian') : t('cohorts.median', { months: medianMonths })}</p>
      <Chart
        label={t('cohorts.survival')}
        option={option}
        table={{
          head: [t('cohorts.months'), t('cohorts.left'), t('cohorts.bounds'), t('cohorts.atRisk')],
          rows: survival.map(({ month, share, low, high, atRisk }) => [
            f.number(month),
            f.percent(share, 1),
            t('cohorts.between', { low: f.percent(low), high: f.percent(high) }),
            f.number(atRisk),
          ]),
        }}
      />
    </Card>
  );
}
