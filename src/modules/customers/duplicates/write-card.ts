import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { CustomerRow } from '../reach.ts';

/** The columns of cards that bulk changes leave alone. */
export async function setOtherColumns(ctx: Ctx, rows: readonly CustomerRow[]): Promise<void> {
  const cells = rows.map(({ id, branch_id, stage_since, confirmed_on }) => ({
    id,
    branch_id,
    stage_since,
    confirmed_on,
  }));
  await sql`
    update customers c set branch_id = t.branch_id, stage_since = t.stage_since, confirmed_on = t.confirmed_on
    from jsonb_to_recordset(${JSON.stringify(cells)}::jsonb)
      as t (id uuid, branch_id uuid, stage_since timestamptz, confirmed_on jsonb)
    where c.workspace_id = ${ctx.workspace.id} and c.id = t.id`.execute(ctx.db);
}
