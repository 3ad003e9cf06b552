import { sql } from 'kysely';
import { addDays } from '../../maths/calendar.ts';
import type { Ctx } from '../../kernel/context.ts';
import { stageOf, type LifeCycleStage, type LifeCycleThresholds } from './rules/life-cycle.ts';

/** Silence after which a customer counts as sleeping, and as lost. */
const THRESHOLDS: LifeCycleThresholds = { sleepingAfterDays: 180, lostAfterDays: 365 };

/** Where somebody stands who bought, and last on that day. */
export function stageAfterPurchase(ctx: Ctx, lastOrderOn: string): LifeCycleStage {
  return stageOf({ orders: 1, lastOrderOn, showedInterest: false }, THRESHOLDS, ctx.today);
}

/**
 * Sets the stage of customers from what they bought (the rule of rules/life-cycle.ts as one statement, so that a
 * million take seconds). Keeps who was what when, except for customers that `changeSetId` itself made: they begin so.
 */
export async function reviewStages(
  ctx: Ctx,
  customerIds: readonly string[],
  { changeSetId }: { changeSetId?: string | undefined } = {},
): Promise<void> {
  if (customerIds.length === 0) return;
  await setStages(ctx, sql`c.id = any (${[...customerIds]}::uuid[])`, changeSetId ?? null);
}

/** As days pass, the silent fall asleep and are lost. Looks only at customers whose threshold has just gone by. */
export async function passTime(ctx: Ctx): Promise<void> {
  const asleep = addDays(ctx.today, -THRESHOLDS.sleepingAfterDays);
  const lost = addDays(ctx.today, -THRESHOLDS.lostAfterDays);
  await setStages(ctx, sql`c.stage = 'active' and s.last_on < ${asleep}`, null);
  await setStages(ctx, sql`c.stage = 'sleeping' and s.last_on < ${lost}`, null);
}

async function setStages(ctx: Ctx, which: ReturnType<typeof sql>, madeBy: string | null): Promise<void> {
  await sql`
    with reviewed as (
      select c.id, c.stage as old, c.change_set_id is not distinct from ${madeBy}::uuid and c.change_set_id is not null as begins,
        case
          when s.orders < 1 or s.last_on is null then case when c.stage in ('lead', 'prospect') then c.stage else 'lead' end
          when s.last_on < ${addDays(ctx.today, -THRESHOLDS.lostAfterDays)} then 'lost'
          when s.last_on < ${addDays(ctx.today, -THRESHOLDS.sleepingAfterDays)} then 'sleeping'
          else 'active'
        end as stage
      from customers c
      join customer_statistics s on s.workspace_id = c.workspace_id and s.customer_id = c.id
      where c.workspace_id = ${ctx.workspace.id} and c.binned_at is null and ${which}
    ), moved as (
      update customers c set stage = r.stage, stage_since = ${ctx.now}
      from reviewed r
      where c.workspace_id = ${ctx.workspace.id} and c.id = r.id and r.stage <> c.stage
      returning c.id, r.old, r.stage, r.begins
    )
    insert into customer_changes (workspace_id, customer_id, id, at, kind, fields, by_kind, by_name)
    select ${ctx.workspace.id}, id, gen_random_uuid(), ${ctx.now}, 'stage',
      jsonb_build_object('stage', jsonb_build_object('old', old, 'new', stage)), 'system', ''
    from moved where not begins`.execute(ctx.db);
}
