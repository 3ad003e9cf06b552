import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { addDays } from '../../maths/calendar.ts';
import type { AlertKind, WatchGroup, WatchSettings } from './contract.ts';

/** Some of the watched customers, how they are ordered, and the money they stand for. */
export interface Group {
  /** Table `x` with the statistics `s`. */
  table: 'retention_rhythms' | 'retention_alerts' | 'customer_statistics';
  where: RawBuilder<SqlBool>;
  /** Null: the order in which the customers came in. */
  key: { column: RawBuilder<unknown>; type: 'date' | 'int8' } | null;
  descending: boolean;
  money: RawBuilder<unknown>;
}

/** Days of "lately". */
export const LATELY = 30;

const DUE_DAYS = 7;
const own = sql<SqlBool>`x.gaps >= 2`;

/** `until` is the day up to which silence is counted. */
export function watchGroups(until: string, { lostDays }: WatchSettings): Record<WatchGroup, Group> {
  return {
    ...ofRhythm(until, addDays(until, -lostDays)),
    back: {
      table: 'retention_alerts',
      descending: true,
      where: sql`x.kind = 'late' and x.outcome = 'bought' and x.settled_on > ${addDays(until, -LATELY)}`,
      key: { column: sql.ref('x.settled_on'), type: 'date' },
      money: sql.ref('x.returned_minor'),
    },
    never: {
      table: 'customer_statistics',
      descending: false,
      where: sql`x.purchase_days = 0`,
      key: null,
      money: sql`0`,
    },
  };
}

/** Who was to come by the `lostLine` and did not is lost. */
function ofRhythm(until: string, lostLine: string): Record<Exclude<WatchGroup, 'back' | 'never'>, Group> {
  const rhythms = { table: 'retention_rhythms', descending: true } as const;
  return {
    regulars: {
      ...rhythms,
      where: sql`${own} and x.alert_on > ${lostLine}`,
      key: { column: sql.ref('x.year_minor'), type: 'int8' },
      money: sql.ref('x.year_minor'),
    },
    due: {
      ...rhythms,
      where: sql`${own} and x.due_on >= ${until} and x.due_on < ${addDays(until, DUE_DAYS)} and x.alert_on > ${until}`,
      key: { column: sql.ref('x.due_on'), type: 'date' },
      descending: false,
      // Where the purchases were taken back a moment ago, the rhythm is still there.
      money: sql`s.spent_minor / greatest(1, s.purchase_days)`,
    },
    new: {
      ...rhythms,
      where: sql`x.first_on > ${addDays(until, -LATELY)}`,
      key: { column: sql.ref('x.first_on'), type: 'date' },
      money: sql.ref('s.spent_minor'),
    },
    lost: {
      ...rhythms,
      where: sql`x.alert_on <= ${lostLine} and x.alert_on > ${addDays(lostLine, -LATELY)}`,
      key: { column: sql.ref('x.alert_on'), type: 'date' },
      money: sql.ref('x.year_minor'),
    },
  };
}

export interface AlertFilter {
  show: 'open' | 'settled';
  kind?: AlertKind | 'changed' | undefined;
  owner?: 'mine' | 'nobody' | undefined;
}

export function alertGroup(ctx: Ctx, { show, kind, owner }: AlertFilter): Group {
  const open = show === 'open';
  const owned =
    owner === 'mine' ? sql`and customers.owner_id = ${ctx.actor.memberId}` : sql`and customers.owner_id is null`;
  return {
    table: 'retention_alerts',
    descending: true,
    // Those quietly held back are seen when their time is over.
    where: sql`x.withheld_until is null and x.settled_on ${open ? sql`is null` : sql`is not null`} ${kind ? ofKind(kind) : sql``}
      ${owner ? owned : sql``}`,
    key: open ? { column: sql.ref('x.stake_minor'), type: 'int8' } : { column: sql.ref('x.settled_on'), type: 'date' },
    money: sql.ref('x.stake_minor'),
  };
}

function ofKind(kind: AlertKind | 'changed') {
  return kind === 'changed' ? sql`and x.kind <> 'late'` : sql`and x.kind = ${kind}`;
}
