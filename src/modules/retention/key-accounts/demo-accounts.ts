import { sql } from 'kysely';
import demo from '../../../../kits/retail/key-accounts.json' with { type: 'json' };
import type { Ctx } from '../../../kernel/context.ts';
import { addDays } from '../../../maths/calendar.ts';
import { isDemoShop, type Undo } from '../../transfer/index.ts';
import { insertAccount } from './accounts.ts';
import { raiseReviews } from './due-reviews.ts';
import { proposeKeyAccounts } from './list-accounts.ts';

/** The demo shop looks after those who bring most, too. Once, however often this is called. */
export async function nameDemoAccounts(ctx: Ctx): Promise<void> {
  const { items } = await proposeKeyAccounts(ctx);
  const [first] = items;
  if (!first) return;
  const changeSetId = await broughtBy(ctx, first.customer.id);
  if (changeSetId === null || !(await isDemoShop(ctx, changeSetId)) || (await anyNamed(ctx))) return;
  for (const [n, { aim, everyWeeks, days }] of demo.entries()) {
    const customerId = items[n]?.customer.id;
    if (customerId === undefined) continue;
    await insertAccount(ctx, { customerId, aim, everyWeeks, reviewOn: addDays(ctx.today, days) }, changeSetId);
  }
  await raiseReviews(ctx);
}

/** What somebody has changed or reviewed since stays, as everywhere. */
export const undoAccounts: Undo = {
  entity: 'key_accounts',
  order: 6,
  async undo(ctx, changeSetId) {
    const removed = await sql`
      delete from retention_key_accounts k
      where k.workspace_id = ${ctx.workspace.id} and k.change_set_id = ${changeSetId} and k.version = 1`.execute(
      ctx.db,
    );
    const { rows: kept } = await sql<{ id: string; what: string }>`
      select k.id, c.name as what from retention_key_accounts k
      join customers c on c.workspace_id = k.workspace_id and c.id = k.customer_id
      where k.workspace_id = ${ctx.workspace.id} and k.change_set_id = ${changeSetId}`.execute(ctx.db);
    return {
      reversed: Number(removed.numAffectedRows ?? 0n),
      kept: kept.map(({ id, what }) => ({ id, what, why: 'transfer:undo.editedSince' })),
      failed: [],
    };
  },
};

async function broughtBy(ctx: Ctx, customerId: string): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('customers')
    .select('change_set_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', customerId)
    .executeTakeFirst();
  return row?.change_set_id ?? null;
}

async function anyNamed(ctx: Ctx): Promise<boolean> {
  const found = await ctx.db
    .selectFrom('retention_key_accounts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
