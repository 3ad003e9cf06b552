import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { addDays } from '../../../maths/calendar.ts';
import { handOnCustomers } from '../../customers/index.ts';
import { closeChangeSet, openChangeSet } from '../../transfer/index.ts';
import { notify } from '../reminders/notify.ts';
import { quietSince } from './contacts.ts';
import { holdSettings, readSettings } from './settings.ts';

/** So many customers a night; the next night goes on. */
const PORTION = 5_000;

/** Back to the pool with whom nobody was in touch; their owners are told days before. Twice a night changes nothing. */
export async function tidyPool(ctx: Ctx): Promise<void> {
  const settings = await readSettings(ctx);
  const { pool_after_days: after, warn_days: warn } = settings;
  if (after === null) {
    await ctx.db.deleteFrom('pool_warnings').where('workspace_id', '=', ctx.workspace.id).execute();
    return;
  }
  await holdSettings(ctx);
  await forgetWarnings(ctx, addDays(ctx.today, warn - after));
  await release(ctx);
  await warnOwners(ctx, { quietFrom: addDays(ctx.today, warn - after), leavesOn: addDays(ctx.today, warn) });
}

/** Somebody was in touch, or somebody else looks after them now. */
async function forgetWarnings(ctx: Ctx, quietFrom: string): Promise<void> {
  await sql`
    delete from pool_warnings w where w.workspace_id = ${ctx.workspace.id} and not exists (
      select from customers where customers.workspace_id = w.workspace_id and customers.id = w.customer_id
        and customers.owner_id = w.owner_id and customers.binned_at is null and ${quietSince(ctx, quietFrom)})`.execute(
    ctx.db,
  );
}

async function release(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ customer_id: string; owner_id: string }>`
    delete from pool_warnings where workspace_id = ${ctx.workspace.id} and leaves_on <= ${ctx.today}
    returning customer_id, owner_id`.execute(ctx.db);
  if (rows.length === 0) return;
  const changeSetId = await openChangeSet(ctx, {
    kind: 'pool',
    title: String(rows.length),
    undoNeeds: 'members.manage',
  });
  await handOnCustomers(
    ctx,
    rows.map(({ customer_id: customerId, owner_id: from }) => ({ customerId, from, to: null })),
    { why: 'pooled', changeSetId },
  );
  await closeChangeSet(ctx, changeSetId);
}

async function warnOwners(ctx: Ctx, { quietFrom, leavesOn }: { quietFrom: string; leavesOn: string }): Promise<void> {
  const { rows } = await sql<{ owner_id: string }>`
    insert into pool_warnings (workspace_id, customer_id, owner_id, warned_on, leaves_on)
    select customers.workspace_id, customers.id, customers.owner_id, ${ctx.today}, ${leavesOn}
    from customers
    where customers.workspace_id = ${ctx.workspace.id} and customers.owner_id is not null and customers.binned_at is null
      and ${quietSince(ctx, quietFrom)}
      and not exists (select from pool_warnings w where w.workspace_id = customers.workspace_id and w.customer_id = customers.id)
    order by customers.id limit ${PORTION}
    returning owner_id`.execute(ctx.db);
  for (const [owner, own] of Map.groupBy(rows, (row) => row.owner_id)) {
    await notify(ctx, {
      memberIds: [owner],
      kind: 'pool_warning',
      params: { count: own.length, day: leavesOn },
      source: `pool ${ctx.today}`,
      link: '/team/pool',
    });
  }
}
