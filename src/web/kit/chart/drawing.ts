import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { ChartOption } from './chart.tsx';

// Loaded with the first chart only; parts that no chart here uses stay out.
use([
  BarChart,
  LineChart,
  ScatterChart,
  AriaComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  CanvasRenderer,
]);

/** Draws into the box, follows its size, and answers what changes and ends the drawing. */
export function draw(box: HTMLDivElement) {
  const chart: EChartsType = init(box);
  const watch = new ResizeObserver(() => chart.resize());
  watch.observe(box);
  return {
    show: (option: ChartOption) => chart.setOption(dressed(option, box) as EChartsCoreOption, { notMerge: true }),
    end: () => {
      watch.disconnect();
      chart.dispose();
    },
  };
}

/** The page's own colours and letters; HTML tooltips would need inline styles, so the canvas draws them. */
function dressed(option: ChartOption, box: HTMLDivElement): ChartOption {
  const style = getComputedStyle(box);
  const colour = (token: string) => style.getPropertyValue(token).trim();
  const text = { color: colour('--soft'), fontFamily: style.fontFamily, fontSize: 12 };
  const lines = {
    axisLine: { lineStyle: { color: colour('--line') } },
    splitLine: { lineStyle: { color: colour('--line') } },
  };
  const axis = (one: { axisLabel?: object } | undefined) =>
    one && { ...lines, nameTextStyle: text, ...one, axisLabel: { ...text, ...one.axisLabel } };
  return {
    color: ['--teal', '--amber', '--seal', '--leaf', '--faint'].map(colour),
    textStyle: text,
    animationDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 250,
    grid: { left: 8, right: 12, top: option.legend ? 34 : 24, bottom: 8, containLabel: true },
    ...option,
    series: option.series.map((one) => ('tone' in one ? { ...one, color: colour(String(one.tone)) } : one)),
    xAxis: axis(option.xAxis),
    yAxis: axis(option.yAxis),
    legend: option.legend && { top: 0, itemWidth: 14, itemHeight: 10, textStyle: text, ...option.legend },
    tooltip: {
      renderMode: 'richText',
      backgroundColor: colour('--sheet'),
      borderColor: colour('--line'),
      textStyle: { ...text, color: colour('--ink') },
      ...option.tooltip,
    },
  };
}
