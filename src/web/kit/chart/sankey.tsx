import type { ReactNode } from 'react';
import classes from './sankey.module.css';
import { sankeyPlaces, type Flow } from './sankey-places.ts';

export type SankeyTone = 'up' | 'down' | 'same';

interface SankeyProps {
  /** What is shown, for who cannot see it; the figures stand in a table below. */
  label: string;
  flows: readonly (Flow & { tone: SankeyTone; title: string })[];
  /** Keys from above, and their names. */
  order: readonly string[];
  names: Readonly<Record<string, string>>;
  number: (value: number) => string;
}

const WIDTH = 720;
const BLOCK = 10;
const LABEL = 150;

/** From which place to which: blocks left and right, ribbons as thick as what flows. */
export function Sankey({ label, flows, order, names, number }: SankeyProps): ReactNode {
  const height = Math.max(160, order.length * 52);
  const { sources, targets, ribbons } = sankeyPlaces(flows, order, height, 14);
  const [x1, x2] = [LABEL + BLOCK, WIDTH - LABEL - BLOCK];
  const middle = (x1 + x2) / 2;
  const shown = new Map(flows.map((flow) => [`${flow.from} ${flow.to}`, flow]));
  return (
    <div className={classes.frame} tabIndex={0} role="group" aria-label={label}>
      <svg className={classes.sankey} viewBox={`0 -6 ${WIDTH} ${height + 12}`} role="img" aria-label={label}>
        {ribbons.map(({ from, to, y1, y2, thickness }) => {
          const flow = shown.get(`${from} ${to}`);
          return (
            <path
              key={`${from} ${to}`}
              data-tone={flow?.tone}
              className={classes.ribbon}
              d={`M${x1},${y1} C${middle},${y1} ${middle},${y2} ${x2},${y2}`}
              strokeWidth={Math.max(1, thickness)}
            >
              <title>{flow?.title}</title>
            </path>
          );
        })}
        {sources.map(({ key, y, height: tall, value }) => (
          <g key={key}>
            <rect x={LABEL} y={y} width={BLOCK} height={Math.max(1, tall)} className={classes.block} />
            <text x={LABEL - 8} y={y + tall / 2} textAnchor="end">
              {names[key]} {number(value)}
            </text>
          </g>
        ))}
        {targets.map(({ key, y, height: tall, value }) => (
          <g key={key}>
            <rect x={x2} y={y} width={BLOCK} height={Math.max(1, tall)} className={classes.block} />
            <text x={WIDTH - LABEL + 8} y={y + tall / 2}>
              {names[key]} {number(value)}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}
