import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Forecast } from '../../../../../modules/retention/predictions/contract.ts';
import { Chart, type ChartOption } from '../../../../kit/chart/chart.tsx';
import type { Formats, Money } from '../../../../kit/formats.ts';
import { useFormats } from '../../../../kit/use-formats.ts';

interface Point {
  month: string;
  came: Money | null;
  said: Money;
  low: Money | null;
  high: Money | null;
}

/** Sales of past months as bars, the forecast as a line through past and future, and where eight of ten cases lie. */
export function MonthChart({ forecast }: { forecast: Forecast }): ReactNode {
  const { t, i18n } = useTranslation('retention');
  const f = useFormats();
  const points = useMemo(() => pointsOf(forecast), [forecast]);
  const words = {
    came: t('predictions.chart.came'),
    said: t('predictions.chart.said'),
    range: t('predictions.chart.range'),
    low: t('predictions.chart.low'),
    high: t('predictions.chart.high'),
  };
  // The words follow the language.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const option = useMemo(() => optionOf(points, words, f), [points, i18n.language, f]);
  const cell = (money: Money | null) => (money ? f.number(Number(money.amount)) : '');
  return (
    <Chart
      label={t('predictions.chart.label')}
      option={option}
      height={280}
      table={{
        head: [t('predictions.column.month'), words.came, words.said, words.low, words.high],
        rows: points.map(({ month, came, said, low, high }) => [
          f.month(month),
          cell(came),
          cell(said),
          cell(low),
          cell(high),
        ]),
      }}
    />
  );
}

function pointsOf({ before, months }: Forecast): Point[] {
  return [
    ...before.map(({ month, came, money }) => ({ month, came, said: money, low: null, high: null })),
    ...months.map(({ month, money, moneyLow, moneyHigh }) => ({
      month,
      came: null,
      said: money,
      low: moneyLow,
      high: moneyHigh,
    })),
  ];
}

function optionOf(points: readonly Point[], words: Record<'came' | 'said' | 'range', string>, f: Formats): ChartOption {
  const values = (of: (point: Point) => Money | null) =>
    points.map((point) => {
      const money = of(point);
      return money === null ? null : Number(money.amount);
    });
  const [low, high] = [values((point) => point.low), values((point) => point.high)];
  const invisible = {
    type: 'line',
    tone: '--amber',
    stack: 'range',
    symbol: 'none',
    silent: true,
    lineStyle: { opacity: 0 },
  };
  return {
    legend: { data: [words.came, words.said, words.range] },
    xAxis: {
      type: 'category',
      data: points.map(({ month }) => f.month(month)),
      axisTick: { show: false },
      axisLabel: { hideOverlap: true, fontSize: 11 },
    },
    yAxis: { type: 'value', name: f.currencySign(), axisLabel: { formatter: (value: number) => f.number(value) } },
    tooltip: {
      trigger: 'axis',
      formatter: (shown: readonly { dataIndex: number }[]) => tooltipOf(points[shown[0]?.dataIndex ?? 0], words, f),
    },
    series: [
      { ...invisible, name: 'low', data: low },
      {
        ...invisible,
        name: words.range,
        data: high.map((value, i) => (value === null ? null : value - (low[i] ?? 0))),
        areaStyle: { opacity: 0.16 },
      },
      { type: 'bar', tone: '--teal', name: words.came, data: values((point) => point.came), barMaxWidth: 26 },
      {
        type: 'line',
        tone: '--amber',
        name: words.said,
        data: values((point) => point.said),
        symbolSize: 6,
        lineStyle: { type: 'dashed', width: 2 },
      },
    ],
  };
}

function tooltipOf(point: Point | undefined, words: Record<'came' | 'said' | 'range', string>, f: Formats): string {
  if (!point) return '';
  const { month, came, said, low, high } = point;
  return [
    f.month(month),
    ...(came ? [`${words.came}  ${f.money(came, 'none')}`] : []),
    `${words.said}  ${f.money(said, 'none')}`,
    ...(low && high ? [`${words.range}  ${f.money(low, 'none')} – ${f.money(high, 'none')}`] : []),
  ].join('\n');
}
