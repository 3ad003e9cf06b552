import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import type { DB } from '../../kernel/db/tables.ts';
import { emit } from '../../kernel/outbox.ts';
import { stagesPassed } from './events.ts';
import { stageOf, type LifeCycleStage, type LifeCycleThresholds } from './rules/life-cycle.ts';

/** Silence after which a customer counts as sleeping, and as lost, while no rhythm of their own is known. */
const THRESHOLDS: LifeCycleThresholds = { sleepingAfterDays: 180, lostAfterDays: 365 };

/** Events name no more customers than this. */
const NAMED = 1_000;

/** Where the rhythm of single customers is kept: one row each, with the day on which silence is longer than usual. */
export interface OwnRhythm {
  table: keyof DB;
  /** The purchase that the alert day counts from. */
  lastOn: string;
  alertOn: string;
  /** Whether the row tells of the customer's own rhythm, and not of the shop's. */
  own: RawBuilder<SqlBool>;
  /** Days behind the alert day after which somebody counts as lost. */
  lostDays(ctx: Ctx): Promise<number>;
}

let rhythm: OwnRhythm | null = null;

/** Called once at start by the module that knows rhythms; it stands below this one. */
export function registerOwnRhythm(one: OwnRhythm): void {
  rhythm = one;
}

/** Where somebody stands who bought, and last on that day. */
export function stageAfterPurchase(ctx: Ctx, lastOrderOn: string): LifeCycleStage {
  return stageOf({ orders: 1, lastOrderOn, showedInterest: false }, THRESHOLDS, ctx.today);
}

/**
 * Sets the stage of customers from what they bought (the rule of rules/life-cycle.ts as one statement, so that a
 * million take seconds). Keeps who was what when and why, except for customers that `changeSetId` itself made: they
 * begin so. What a person had set gives way: this is called when there is a new fact.
 */
export async function reviewStages(
  ctx: Ctx,
  customerIds: readonly string[],
  { changeSetId }: { changeSetId?: string | undefined } = {},
): Promise<void> {
  if (customerIds.length === 0) return;
  const which = sql<SqlBool>`c.id = any (${[...customerIds]}::uuid[])`;
  await setStages(ctx, which, sql<SqlBool>`true`, changeSetId ?? null);
  await sql`
    update customers c set stage_by_hand = false
    where c.workspace_id = ${ctx.workspace.id} and ${which} and c.stage_by_hand`.execute(ctx.db);
}

/** As days pass, the silent fall asleep and are lost. What a person set is left alone; nobody wakes up by this. */
export async function passTime(ctx: Ctx): Promise<void> {
  const asleep = await setStages(
    ctx,
    sql`c.stage = 'active' and not c.stage_by_hand`,
    sql`stage in ('sleeping', 'lost')`,
    null,
  );
  const lost = await setStages(ctx, sql`c.stage = 'sleeping' and not c.stage_by_hand`, sql`stage = 'lost'`, null);
  const moved = [...asleep, ...lost];
  if (moved.length > 0) await emit(ctx, stagesPassed, { customerIds: moved.length > NAMED ? null : moved });
}

/**
 * `which`: the customers looked at; `allowed`: the stages that may come of it. Of a customer with a rhythm of their own the
 * usual silence counts, whenever they bought last: a monthly customer sleeps sooner than a yearly one.
 */
async function setStages(
  ctx: Ctx,
  which: RawBuilder<SqlBool>,
  allowed: RawBuilder<SqlBool>,
  madeBy: string | null,
): Promise<string[]> {
  const usual = rhythm ? sql`r.${sql.ref(rhythm.alertOn)} - r.${sql.ref(rhythm.lastOn)}` : sql`null::int`;
  const joined = rhythm
    ? sql`left join ${sql.table(rhythm.table)} r
        on r.workspace_id = c.workspace_id and r.customer_id = c.id and ${rhythm.own}`
    : sql``;
  const lostDays = rhythm ? await rhythm.lostDays(ctx) : 0;
  const { rows } = await sql<{ id: string }>`
    with looked as (
      select c.id, c.stage as old, s.orders, s.last_on, ${usual} as usual, ${ctx.today}::date - s.last_on as silent,
        c.change_set_id is not distinct from ${madeBy}::uuid and c.change_set_id is not null as begins
      from customers c
      join customer_statistics s on s.workspace_id = c.workspace_id and s.customer_id = c.id
      ${joined}
      where c.workspace_id = ${ctx.workspace.id} and c.binned_at is null and ${which}
    ), reviewed as (
      select *, case
          when orders < 1 or last_on is null then case when old in ('lead', 'prospect') then old else 'lead' end
          when silent >= coalesce(usual + ${lostDays}::int, ${THRESHOLDS.lostAfterDays + 1}::int) then 'lost'
          when silent >= coalesce(usual, ${THRESHOLDS.sleepingAfterDays + 1}::int) then 'sleeping'
          else 'active'
        end as stage
      from looked
    ), moved as (
      update customers c set stage = r.stage, stage_since = ${ctx.now}
      from reviewed r
      where c.workspace_id = ${ctx.workspace.id} and c.id = r.id and r.stage <> c.stage
        and r.id in (select id from reviewed where ${allowed})
      returning c.id, r.old, r.stage, r.begins, r.silent, r.usual
    )
    insert into customer_changes
      (workspace_id, customer_id, id, at, kind, fields, why, silent_days, by_kind, by_name)
    select ${ctx.workspace.id}, id, gen_random_uuid(), ${ctx.now}, 'stage',
      jsonb_build_object('stage', jsonb_build_object('old', old, 'new', stage)),
      case stage when 'active' then case when old in ('sleeping', 'lost') then 'came_back' else 'bought' end
        when 'lead' then 'taken_back' when 'lost' then 'long_quiet'
        else case when usual is null then 'quiet' else 'rhythm' end end,
      silent, 'system', ''
    from moved where not begins
    returning customer_id as id`.execute(ctx.db);
  return rows.map(({ id }) => id);
}
