import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { CivilDate } from '../../../maths/calendar.ts';

/** Whose case was agreed on or closed was spoken with; a false alarm needs nobody to be called. */
export function contactsInCases(ctx: Ctx, from: CivilDate): RawBuilder<unknown> {
  return sql`
    select c.customer_id, coalesce(c.agreed_on, c.closed_on) as day from retention_cases c
    where c.workspace_id = ${ctx.workspace.id} and coalesce(c.agreed_on, c.closed_on) >= ${from}::date
      and c.outcome is distinct from 'false_alarm'`;
}
