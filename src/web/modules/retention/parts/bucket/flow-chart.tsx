import type { TFunction } from 'i18next';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Chart, type ChartOption } from '../../../../kit/chart/chart.tsx';
import type { Formats } from '../../../../kit/formats.ts';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { Bucket } from '../../api.ts';

type Flow = Bucket['months'][number]['new'];

const FLOWS = ['kept', 'back', 'new', 'lost'] as const;
const TONES = { kept: '--teal', back: '--amber', new: '--leaf', lost: '--seal' } as const;

interface FlowChartProps {
  months: Bucket['months'];
  what: 'customers' | 'money';
}

/** What is there and what comes stands above the line, what leaks out below it. */
export function FlowChart({ months, what }: FlowChartProps): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const heading = what === 'customers' ? t('bucket.chart') : `${t('bucket.chartMoney')} ${f.currencySign()}`;
  const option = useMemo(() => optionOf(months, what, t, f), [months, what, t, f]);
  const shown = (flow: Flow) => shownOf(flow, what, f);
  return (
    <Card heading={heading}>
      <Chart
        label={heading}
        option={option}
        height={260}
        table={{
          head: [t('bucket.month'), t('bucket.start'), ...FLOWS.map((key) => t(`bucket.${key}`))],
          rows: months
            .toReversed()
            .map((one) => [
              one.complete ? f.month(one.month) : `${f.month(one.month)} · ${t('bucket.running')}`,
              f.number(one.start),
              ...FLOWS.map((key) => shown(one[key])),
            ]),
        }}
      />
    </Card>
  );
}

type What = FlowChartProps['what'];

function shownOf(flow: Flow, what: What, f: Formats): string {
  return what === 'customers' ? f.number(flow.customers) : f.money(flow.money, 'none');
}

function optionOf(months: Bucket['months'], what: What, t: TFunction<'retention'>, f: Formats): ChartOption {
  const amount = (flow: Flow) => (what === 'customers' ? flow.customers : Number(flow.money.amount));
  return {
    legend: {},
    xAxis: {
      type: 'category',
      data: months.map(({ month }) => f.month(month)),
      axisLabel: { hideOverlap: true, fontSize: 11 },
    },
    // What leaks out is drawn below the line, and is no negative number.
    yAxis: {
      type: 'value',
      ...(what === 'customers' ? { minInterval: 1 } : {}),
      axisLabel: { formatter: (value: number) => f.number(Math.abs(value)) },
    },
    tooltip: {
      trigger: 'axis',
      formatter: ([point]: readonly { dataIndex: number }[]) => {
        const one = months[point?.dataIndex ?? 0];
        if (!one) return '';
        const lines = FLOWS.map((key) => `${t(`bucket.${key}`)}  ${shownOf(one[key], what, f)}`);
        return [f.month(one.month), ...lines].join('\n');
      },
    },
    series: FLOWS.map((key) => ({
      type: 'bar',
      stack: 'flow',
      tone: TONES[key],
      name: t(`bucket.${key}`),
      data: months.map((one) => (key === 'lost' ? -amount(one.lost) : amount(one[key]))),
    })),
  };
}
