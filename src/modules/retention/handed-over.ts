import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import type { Knowledge } from '../team/index.ts';

/** At risk is whose rhythm is broken: an alert stands. */
export async function riskKnowledge(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Knowledge>> {
  const { rows } = await sql<{ id: string }>`
    select distinct customer_id as id from retention_alerts
    where workspace_id = ${ctx.workspace.id} and customer_id = any (${[...ids]}::uuid[]) and settled_on is null
      and withheld_until is null`.execute(ctx.db);
  return new Map(rows.map(({ id }) => [id, { atRisk: true }]));
}
