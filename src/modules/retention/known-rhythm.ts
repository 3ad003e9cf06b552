import type { Selectable } from 'kysely';
import type { RetentionRhythms } from '../../kernel/db/tables.ts';
import type { KnownRhythm } from './rules/lateness.ts';

export type RhythmRow = Omit<Selectable<RetentionRhythms>, 'workspace_id' | 'customer_id'>;

export const rhythmColumns = [
  'first_on',
  'last_on',
  'gaps',
  'mean_log',
  'scale_log',
  'df',
  'usual_days',
  'spread_days',
  'due_on',
  'alert_on',
  'year_minor',
  'taught',
] as const satisfies readonly (keyof RhythmRow)[];

export function knownRhythm(row: RhythmRow): KnownRhythm {
  return {
    firstOn: row.first_on,
    lastOn: row.last_on,
    dueOn: row.due_on,
    alertOn: row.alert_on,
    rhythm: {
      gaps: row.gaps,
      usualDays: row.usual_days,
      spreadDays: row.spread_days,
      predictive: { meanLog: row.mean_log, scaleLog: row.scale_log, df: row.df },
    },
  };
}
