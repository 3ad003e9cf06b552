import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refreshPhases, setAfterSale } from './phases.ts';
import { raiseRunning } from './reasons.ts';

/** What a file says of promised days and hand-overs, and the guarantees of what was bought. */
export async function beginImportedCourses(ctx: Ctx, changeSetId: string): Promise<void> {
  const ours = sql`o.change_set_id = ${changeSetId}`;
  await setAfterSale(ctx, (await anyGuarantee(ctx)) ? ours : sql`${ours} and o.handed_over_on is not null`);
  const { rows } = await sql`
    select 1 from orders o
    where o.workspace_id = ${ctx.workspace.id} and ${ours} and ${GOES_ON} limit 1`.execute(ctx.db);
  if (rows.length === 0) return;
  await refreshPhases(
    ctx,
    sql`select distinct o.customer_id from orders o
      where o.workspace_id = ${ctx.workspace.id} and ${ours} and o.customer_id is not null and ${GOES_ON}`,
  );
  await raiseRunning(ctx, null);
}

const GOES_ON = sql`(o.promised_on is not null or o.after_until is not null)`;

async function anyGuarantee(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql`
    select 1 from products where workspace_id = ${ctx.workspace.id} and guarantee_months is not null limit 1`.execute(
    ctx.db,
  );
  return rows.length > 0;
}
