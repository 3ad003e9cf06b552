import { sql } from 'kysely';
import { z } from 'zod';
import { longJob } from '../../kernel/jobs/jobs.ts';
import type { Ctx } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';
import { emit } from '../../kernel/outbox.ts';
import { raiseOverdue } from './credit/overdue.ts';
import { reviewDue } from './events.ts';
import { remind, toRemind } from './reminders/remind.ts';
import { publishedVersions } from './programme/programme.ts';
import { reviewCustomers } from './review.ts';
import { anyStampCard } from './stamps/stamps.ts';

/** Customers that one transaction looks at. */
const PORTION = 200;

/** Everybody who buys, portion by portion; after an import only those whom it concerns. */
export async function startReview(ctx: Ctx, changeSetId: string | null): Promise<void> {
  if ((await publishedVersions(ctx)).length === 0 && !(await anyStampCard(ctx))) return;
  await emit(ctx, reviewDue, { reviewId: newId(), changeSetId: await stillThere(ctx, changeSetId), after: null });
}

export async function reviewPortion(
  ctx: Ctx,
  { reviewId, changeSetId, after }: { reviewId: string; changeSetId: string | null; after: string | null },
): Promise<void> {
  const { rows } = changeSetId
    ? await sql<{ id: string }>`
        select distinct customer_id as id from orders
        where workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId} and customer_id is not null
          and customer_id > ${after ?? FIRST}::uuid
        order by 1 limit ${PORTION}`.execute(ctx.db)
    : await sql<{ id: string }>`
        select customer_id as id from customer_statistics
        where workspace_id = ${ctx.workspace.id} and customer_id > ${after ?? FIRST}::uuid
          and (last_on is not null or exists (
            select from loyalty_accounts a where a.workspace_id = customer_statistics.workspace_id
              and a.customer_id = customer_statistics.customer_id))
        order by 1 limit ${PORTION}`.execute(ctx.db);
  const ids = rows.map(({ id }) => id);
  await reviewCustomers(ctx, ids);
  const last = ids.at(-1);
  if (last && ids.length === PORTION) await emit(ctx, reviewDue, { reviewId, changeSetId, after: last });
}

/** Points that ripen or expire, tiers that end and sales on account that are overdue, by an index each. */
export const night = longJob(
  'loyalty.night',
  z.unknown(),
  async (work) => {
    for (let after: string | null = FIRST; after !== null && !work.signal.aborted;) {
      const from: string = after;
      after = await work.step((ctx) => reviewDueAfter(ctx, from));
    }
    const ids = await work.step(toRemind);
    for (let n = 0; n < ids.length && !work.signal.aborted; n += PORTION) {
      await work.step((ctx) => remind(ctx, ids.slice(n, n + PORTION)));
    }
    for (let after = await work.step((ctx) => raiseOverdue(ctx, null)); after !== null && !work.signal.aborted;) {
      const from: string = after;
      after = await work.step((ctx) => raiseOverdue(ctx, from));
    }
  },
  { nightly: true },
);

async function reviewDueAfter(ctx: Ctx, after: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select customer_id as id from loyalty_accounts
    where workspace_id = ${ctx.workspace.id} and next_due <= ${ctx.today}::date and customer_id > ${after}::uuid
    order by 1 limit ${PORTION}`.execute(ctx.db);
  await reviewCustomers(
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.length === PORTION ? (rows.at(-1)?.id ?? null) : null;
}

const FIRST = '00000000-0000-0000-0000-000000000000';

/** An undo has taken the orders away: then everybody is looked at, as after a new rate. */
async function stillThere(ctx: Ctx, changeSetId: string | null): Promise<string | null> {
  if (changeSetId === null) return null;
  const { rows } = await sql`
    select from orders where workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId} limit 1`.execute(
    ctx.db,
  );
  return rows.length > 0 ? changeSetId : null;
}
