import type { CivilDate } from '../../../../maths/calendar.ts';

/** What a customer's own alert is changed to; at least one of the three says something. */
export interface Lesson {
  reason: LessonReason;
  alertDays: number | null;
  silentUntil: CivilDate | null;
  never: boolean;
}

export type LessonReason = 'yearly' | 'rarely' | 'on_leave' | 'not_watched' | 'promised';

export const falseAlarmReasons = ['yearly', 'rarely', 'on_leave', 'not_watched', 'elsewhere', 'other'] as const;
export type FalseAlarmReason = (typeof falseAlarmReasons)[number];

/** A year and the days by which a yearly customer may be late without anybody asking. */
export const YEARLY_ALERT_DAYS = 400;

/** A rare customer is late when a fifth more than the usual time has passed. */
const LATE_BY = 1.2;
const LONGEST = 3650;

/** What a false alarm teaches; null where its reason says nothing of the next time. */
export function lessonOf(
  reason: FalseAlarmReason,
  { everyDays, until }: { everyDays?: number | undefined; until?: CivilDate | undefined },
): Lesson | null {
  const nothing = { alertDays: null, silentUntil: null, never: false };
  if (reason === 'yearly') return { ...nothing, reason, alertDays: YEARLY_ALERT_DAYS };
  if (reason === 'rarely' && everyDays !== undefined) {
    return { ...nothing, reason, alertDays: Math.min(LONGEST, Math.ceil(everyDays * LATE_BY)) };
  }
  if (reason === 'on_leave' && until !== undefined) return { ...nothing, reason, silentUntil: until };
  if (reason === 'not_watched') return { ...nothing, reason, never: true };
  return null;
}

/** What somebody has to say besides, so that the reason teaches anything. */
export function neededFor(reason: FalseAlarmReason): 'everyDays' | 'until' | null {
  if (reason === 'rarely') return 'everyDays';
  return reason === 'on_leave' ? 'until' : null;
}

/** So many false alarms of a class propose a change of its rule. */
const ALARMS_FOR_PROPOSAL = 3;

/**
 * Days of silence before which a class should raise no alert: a day more than the median of the silences that were
 * false alarms, so that half of them would not have been raised. Null where that is no change.
 */
export function proposedSilence(falseSilences: readonly number[], today: number | null): number | null {
  if (falseSilences.length < ALARMS_FOR_PROPOSAL) return null;
  const sorted = falseSilences.toSorted((a, b) => a - b);
  const proposed = Math.min(1000, (sorted[Math.floor(sorted.length / 2)] ?? 0) + 1);
  return today === null || proposed > today ? proposed : null;
}
