import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../use-formats.ts';
import classes from './rhythm-line.module.css';
import { placesOnLine, type RhythmFacts } from './rhythm-places.ts';

const WIDTH = 340;
const HEIGHT = 92;
const MIDDLE = 46;

/** A customer's purchases on a line of time, where the next was due, and today. */
export function RhythmLine(facts: Omit<RhythmFacts, 'today'>): ReactNode {
  const { t } = useTranslation('kit');
  const f = useFormats();
  const { today } = f.settings;
  const last = facts.purchases.at(-1);
  if (!last) return null;
  const { dots, due, now, lastX } = placesOnLine({ ...facts, today }, WIDTH);
  return (
    <svg
      className={classes.line}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={t('rhythm.label', { count: facts.purchases.length, last: f.date(last.on) })}
    >
      <line x1="8" y1={MIDDLE} x2={WIDTH - 8} y2={MIDDLE} className={classes.axis} />
      {dots.map(({ x, radius, on }) => (
        <circle key={on} cx={x} cy={MIDDLE} r={radius} className={classes.purchase} />
      ))}
      {due && (
        <>
          <rect x={due.x} y={MIDDLE - 8} width={due.width} height="16" rx="4" className={classes.due} />
          <text x={due.x + due.width / 2} y="26">
            {t('rhythm.expected')}
          </text>
        </>
      )}
      <circle cx={now} cy={MIDDLE} r="5" className={classes.today} />
      <text x={Math.min(now, WIDTH - 18)} y="74">
        {t('rhythm.today')}
      </text>
      {now - lastX > 56 && (
        <text x={Math.max(lastX, 26)} y="74">
          {f.date(last.on)}
        </text>
      )}
    </svg>
  );
}
