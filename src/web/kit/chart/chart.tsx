import { Button, Skeleton, useComputedColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './chart.module.css';
import type { draw } from './drawing.ts';

/** An ECharts option in parts: colours, letters and tooltip come from the kit. Bars, lines and dots are there. */
export interface ChartOption {
  /** With `tone: '--amber'` a series has that colour of the page; without, the next of teal, amber, seal, leaf. */
  series: object[];
  xAxis?: object;
  yAxis?: object;
  legend?: object;
  tooltip?: object;
  grid?: object;
  [part: string]: unknown;
}

interface ChartProps {
  /** What it shows, in a sentence: read out instead of the picture. */
  label: string;
  option: ChartOption;
  height?: number;
  /** The same figures to read: every chart has them, behind a button. */
  table: { head: readonly string[]; rows: readonly (readonly ReactNode[])[] };
}

/** A chart, drawn when its code has come, and its table for those who would rather read. */
export function Chart({ label, option, height = 240, table }: ChartProps): ReactNode {
  const { t } = useTranslation('kit');
  const [reading, { toggle }] = useDisclosure();
  // Colours are read from the page when drawing, so another scheme is another drawing.
  const scheme = useComputedColorScheme('light');
  return (
    <figure className={classes.chart}>
      {reading ? <Readable label={label} table={table} /> : <Picture key={scheme} {...{ label, option, height }} />}
      <Button variant="subtle" color="gray" size="compact-xs" onClick={toggle} aria-pressed={reading}>
        {t('chart.asTable')}
      </Button>
    </figure>
  );
}

type Drawing = ReturnType<typeof draw>;

function Picture({ label, option, height }: Omit<ChartProps, 'table'> & { height: number }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState<Drawing>();

  useEffect(() => {
    let made: Drawing | undefined;
    let left = false;
    const start = async () => {
      const { draw } = await import('./drawing.ts');
      if (left || !box.current) return;
      made = draw(box.current);
      setDrawing(made);
    };
    void start();
    return () => {
      left = true;
      made?.end();
    };
  }, []);
  useEffect(() => drawing?.show(option), [drawing, option]);

  return (
    <div className={classes.box} style={{ height }} role="img" aria-label={label}>
      {!drawing && <Skeleton height={height - 16} radius={8} />}
      <div ref={box} className={classes.canvas} />
    </div>
  );
}

function Readable({ label, table }: Pick<ChartProps, 'label' | 'table'>): ReactNode {
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          {table.head.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row) => (
          <tr key={String(row[0])}>
            {row.map((cell, index) => (
              <td key={table.head[index]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
