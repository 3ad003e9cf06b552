import { sql } from 'kysely';
import type { Ctx } from '../../../../kernel/context.ts';
import { addDays } from '../../../../maths/calendar.ts';
import { limitOf, usualOf } from '../rules/unusual.ts';
import type { ReadingKind } from './contract.ts';
import { DAYS_OF_USUAL } from './write-readings.ts';

export interface ColleagueReading {
  kind: ReadingKind;
  usual: number;
  /** Days on which it was far more than usual, the newest first. */
  unusual: { day: string; customers: number }[];
}

const KINDS: readonly ReadingKind[] = ['opened', 'listed', 'revealed', 'exported'];

/** What a colleague read and took out lately; each day is measured against all the others. */
export async function readingsOfColleague(ctx: Ctx, memberId: string): Promise<ColleagueReading[]> {
  const { rows } = await sql<{ kind: ReadingKind; day: string; customers: number }>`
    select kind, day, customers from customer_readings
    where workspace_id = ${ctx.workspace.id} and actor_id = ${memberId} and day >= ${addDays(ctx.today, -DAYS_OF_USUAL)}
    order by day desc`.execute(ctx.db);
  return KINDS.map((kind) => {
    const own = rows.filter((row) => row.kind === kind);
    const others = (day: string) => own.filter((row) => row.day !== day).map(({ customers }) => customers);
    return {
      kind,
      usual: usualOf(own.map(({ customers }) => customers)),
      unusual: own
        .filter(({ day, customers }) => customers >= limitOf(kind, others(day)))
        .map(({ day, customers }) => ({ day, customers })),
    };
  });
}
