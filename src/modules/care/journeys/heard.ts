import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { OfMessage } from './rules/of-message.ts';
import { wakeWalkers } from './wake.ts';

/** As `awaits` of an entry; what is heard of messages is `hearMessage`. */
export type Heard = 'order' | 'visit' | `event:${string}`;

/** Whoever waited for it goes on, and whoever's goal it was has reached it; answers how many go on. */
export async function hear(ctx: Ctx, what: Heard, customerIds: readonly string[]): Promise<number> {
  if (customerIds.length === 0) return 0;
  const { numAffectedRows } = await sql`
    update care_journey_entries e set heard_at = ${ctx.now}, due_at = ${ctx.now}
    where e.workspace_id = ${ctx.workspace.id} and e.customer_id = any (${[...customerIds]}::uuid[]) and e.state = 'waiting'
      and e.awaits = ${what} and e.heard_at is null ${sinceTheyWait(what, sql`e.step_since`)}`.execute(ctx.db);
  const reached = what === 'order' || what === 'visit' ? await reachGoal(ctx, what, customerIds) : 0;
  if ((numAffectedRows ?? 0n) > 0n || reached > 0) await wakeWalkers(ctx, ctx.now);
  return Number(numAffectedRows ?? 0n);
}

/** A message of a journey was opened, answered, or a link in it followed: the very entry that it belongs to goes on. */
export async function hearMessage(ctx: Ctx, what: OfMessage, messageId: string): Promise<void> {
  const { numAffectedRows } = await sql`
    update care_journey_entries e set heard_at = ${ctx.now}, due_at = ${ctx.now}
    from care_messages m join care_sendings d on d.workspace_id = m.workspace_id and d.id = m.sending_id and d.sender = 'journey'
    where m.workspace_id = ${ctx.workspace.id} and m.id = ${messageId} and e.workspace_id = m.workspace_id and e.customer_id = m.customer_id
      and e.id::text = m.step
      and e.state = 'waiting' and e.awaits = ${what} and e.heard_at is null`.execute(ctx.db);
  if ((numAffectedRows ?? 0n) > 0n) await wakeWalkers(ctx, ctx.now);
}

async function reachGoal(ctx: Ctx, what: 'order' | 'visit', customerIds: readonly string[]): Promise<number> {
  const { numAffectedRows } = await sql`
    update care_journey_entries e
    set goal_at = ${ctx.now}, due_at = case when (v.plan -> 'goal' ->> 'leaves')::boolean then ${ctx.now} else e.due_at end
    from care_journey_versions v
    where e.workspace_id = ${ctx.workspace.id} and e.customer_id = any (${[...customerIds]}::uuid[]) and e.state = 'waiting'
      and e.goal_at is null and v.workspace_id = e.workspace_id and v.journey_id = e.journey_id and v.version = e.version
      and v.plan -> 'goal' ->> 'kind' = ${what} ${sinceTheyWait(what, sql`e.entered_at`)}`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n);
}

/** News of an order may come late: the very one that let somebody in is none that they waited for. */
function sinceTheyWait(what: Heard, since: ReturnType<typeof sql>) {
  if (what === 'order')
    return sql`and exists (select from orders o where o.workspace_id = e.workspace_id and o.customer_id = e.customer_id
      and o.created_at > ${since} and o.state = 'placed' and o.total_minor > 0)`;
  if (what === 'visit')
    return sql`and exists (select from visits o where o.workspace_id = e.workspace_id and o.customer_id = e.customer_id
      and o.at > ${since})`;
  return sql``;
}
