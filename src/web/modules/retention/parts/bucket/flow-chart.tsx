import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Chart } from '../../../../kit/chart/chart.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { Bucket } from '../../api.ts';

type Flow = Bucket['months'][number]['new'];

const INFLOWS = ['kept', 'back', 'new'] as const;
const TONES = { kept: '--teal', back: '--amber', new: '--leaf', lost: '--seal' } as const;

interface FlowChartProps {
  months: Bucket['months'];
  what: 'customers' | 'money';
}

/** What is there and what comes stands above the line, what leaks out below it. */
export function FlowChart({ months, what }: FlowChartProps): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const heading = t(what === 'customers' ? 'bucket.chart' : 'bucket.chartMoney');
  const option = useMemo(() => {
    const amount = (flow: Flow) => (what === 'customers' ? flow.customers : Number(flow.money.amount));
    return {
      legend: {},
      xAxis: { type: 'category', data: months.map(({ month }) => month.slice(0, 7)) },
      yAxis: { type: 'value' },
      tooltip: { trigger: 'axis' },
      series: [
        ...INFLOWS.map((key) => ({
          type: 'bar',
          stack: 'flow',
          tone: TONES[key],
          name: t(`bucket.${key}`),
          data: months.map((one) => amount(one[key])),
        })),
        {
          type: 'bar',
          stack: 'flow',
          tone: TONES.lost,
          name: t('bucket.lost'),
          data: months.map((one) => -amount(one.lost)),
        },
      ],
    };
  }, [months, what, t]);
  const shown = (flow: Flow) => (what === 'customers' ? f.number(flow.customers) : f.money(flow.money, 'none'));
  return (
    <Card heading={heading}>
      <Chart
        label={heading}
        option={option}
        height={260}
        table={{
          head: [t('bucket.month'), t('bucket.start'), ...INFLOWS.map((key) => t(`bucket.${key}`)), t('bucket.lost')],
          rows: months
            .toReversed()
            .map((one) => [
              one.complete ? f.month(one.month) : `${f.month(one.month)} · ${t('bucket.running')}`,
              f.number(one.start),
              ...INFLOWS.map((key) => shown(one[key])),
              shown(one.lost),
            ]),
        }}
      />
    </Card>
  );
}
