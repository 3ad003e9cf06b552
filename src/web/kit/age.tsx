import type { ReactNode } from 'react';
import classes from './age.module.css';
import { useFormats } from './use-formats.ts';

interface AgeProps {
  /** `YYYY-MM-DD` or an ISO instant. */
  at: string;
  /** A fact older than this many days is marked: it may no longer be true. */
  staleAfter?: number;
}

/** "3 天前"; the exact date on hover and for machines. */
export function Age({ at, staleAfter }: AgeProps): ReactNode {
  const f = useFormats();
  const isDay = at.length === 10;
  const day = isDay ? at : f.dayOf(at);
  const days = (Date.parse(f.settings.today) - Date.parse(day)) / 86_400_000;
  return (
    <time
      className={classes.age}
      data-stale={(staleAfter !== undefined && days > staleAfter) || undefined}
      dateTime={at}
      title={isDay ? f.longDate(at) : f.dateTime(at)}
    >
      {f.age(at)}
    </time>
  );
}
