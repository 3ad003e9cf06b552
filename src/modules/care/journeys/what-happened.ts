import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { addDays, dayIn } from '../../../maths/calendar.ts';
import { birthdaysBetween, readable } from '../../customers/index.ts';
import { treeCondition } from '../../segments/index.ts';
import { enterJourney, type Newcomer } from './enter.ts';
import type { Trigger } from './plan-contract.ts';
import { asAuthor, liveJourneys, type Live } from './stored.ts';

/** Whom it may have happened to; null: anybody. */
export type Whom = readonly string[] | null;

/** Something happened: whoever it happened to enters the journeys that begin with it. Told twice, it counts once. */
export async function letHappen(ctx: Ctx, kinds: readonly Trigger['kind'][], whom: Whom): Promise<void> {
  if (whom?.length === 0) return;
  for (const journey of await liveJourneys(ctx, kinds)) {
    const found = await newcomersOf(ctx, journey, whom);
    if (found.length > 0) await enterJourney(ctx, journey, found);
  }
}

/** They came into the segment. */
export async function letEnterSegment(ctx: Ctx, segmentId: string, whom: Whom): Promise<void> {
  for (const journey of await liveJourneys(ctx, ['segment'])) {
    const { trigger } = journey.plan;
    if (trigger.kind !== 'segment' || trigger.segmentId !== segmentId) continue;
    const found = await rowsOf(
      ctx,
      sql`select m.customer_id as "customerId", 'segment ' || m.id as cause from segment_moves m
        where m.workspace_id = ${ctx.workspace.id} and m.segment_id = ${segmentId} and m.entered and m.at >= ${journey.listensSince}
          ${among(whom, sql`m.customer_id`)}`,
    );
    await enterJourney(ctx, journey, found);
  }
}

/** Orders and visits that are written down later than this say nothing of today. */
const LATE_DAYS = 7;
/** So far back the nightly look goes where the house was off. */
const MISSED_DAYS = 3;

async function newcomersOf(ctx: Ctx, journey: Live, whom: Whom): Promise<Newcomer[]> {
  const query = await queryFor(ctx, journey, whom);
  return query ? rowsOf(ctx, query) : [];
}

async function rowsOf(ctx: Ctx, query: RawBuilder<unknown>): Promise<Newcomer[]> {
  const { rows } = await sql<Newcomer>`select * from (${query}) found order by 1`.execute(ctx.db);
  return rows;
}

function among(whom: Whom, column: RawBuilder<unknown>): RawBuilder<unknown> {
  return whom === null ? sql`` : sql`and ${column} = any (${[...whom]}::uuid[])`;
}

/** "customerId", cause and where there is something to say, fields. */
async function queryFor(ctx: Ctx, journey: Live, whom: Whom): Promise<RawBuilder<unknown> | null> {
  const { trigger } = journey.plan;
  const [workspace, since] = [ctx.workspace.id, journey.listensSince];
  switch (trigger.kind) {
    case 'joined':
      return sql`select id as "customerId", 'joined' as cause from customers
        where workspace_id = ${workspace} and created_at >= ${since} and change_set_id is null ${among(whom, sql`id`)}`;
    case 'order':
      return orders(ctx, since, whom, sql`and coalesce(o.total_base_minor, 0) >= ${trigger.minAmount}`);
    case 'firstOrder':
      return orders(
        ctx,
        since,
        whom,
        sql`and not exists (select from orders x where x.workspace_id = o.workspace_id and x.customer_id = o.customer_id
          and x.id <> o.id and x.state = 'placed' and x.total_minor > 0)`,
      );
    case 'visit':
      return sql`select v.customer_id as "customerId", 'visit ' || v.id as cause from visits v
        where v.workspace_id = ${workspace} and v.at >= ${since} and v.day > ${addDays(ctx.today, -LATE_DAYS)}::date
          and v.change_set_id is null ${among(whom, sql`v.customer_id`)}`;
    case 'stage':
      return sql`select id as "customerId", 'stage ' || stage || ' ' || stage_since as cause from customers
        where workspace_id = ${workspace} and stage = any (${trigger.to}::text[]) and stage_since >= ${since}
          and stage_since > created_at ${among(whom, sql`id`)}`;
    case 'class':
      return sql`select m.customer_id as "customerId", 'class ' || m.id as cause from class_moves m
        where m.workspace_id = ${workspace} and m.scheme = ${trigger.scheme} and m.at >= ${since} and m.to_key is not null
          and (${trigger.to}::text is null or m.to_key = ${trigger.to}) ${among(whom, sql`m.customer_id`)}`;
    case 'tier':
      return sql`select m.customer_id as "customerId", 'tier ' || m.id as cause from loyalty_tier_moves m
        where m.workspace_id = ${workspace} and m.at >= ${since} and m.to_tier is not null
          and (${trigger.to}::text is null or m.to_tier = ${trigger.to}) ${among(whom, sql`m.customer_id`)}`;
    case 'alert':
      return sql`select a.customer_id as "customerId", 'alert ' || a.id as cause from retention_alerts a
        where a.workspace_id = ${workspace} and a.raised_at >= ${since} and a.settled_on is null ${among(whom, sql`a.customer_id`)}`;
    // What journeys do themselves begins no journey: two could drive each other for ever.
    case 'tag':
      return changes(
        ctx,
        since,
        whom,
        sql`c.fields -> 'tags' -> 'new' ? ${trigger.tag} and not coalesce(c.fields -> 'tags' -> 'old' ? ${trigger.tag}, false)`,
      );
    case 'field':
      return changes(ctx, since, whom, sql`c.fields ? ${`custom.${trigger.field}`}`);
    case 'birthday':
      return readable(await asAuthor(ctx, journey), 'birthday') ? birthdays(ctx, since, trigger.daysAhead) : null;
    case 'date':
      return dates(ctx, since, trigger);
    case 'daily':
      return sql`select customers.id as "customerId", ${`day ${ctx.today}`} as cause from customers
        where customers.workspace_id = ${workspace} and customers.binned_at is null
          and ${await treeCondition(await asAuthor(ctx, journey), trigger.condition)}`;
    default:
      return null;
  }
}

function orders(ctx: Ctx, since: Date, whom: Whom, further: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select o.customer_id as "customerId", 'order ' || o.id as cause from orders o
    where o.workspace_id = ${ctx.workspace.id} and o.customer_id is not null and o.state = 'placed' and o.total_minor > 0
      and o.created_at >= ${since} and o.day > ${addDays(ctx.today, -LATE_DAYS)}::date and o.change_set_id is null
      ${among(whom, sql`o.customer_id`)} ${further}`;
}

function changes(ctx: Ctx, since: Date, whom: Whom, condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select c.customer_id as "customerId", 'change ' || c.id as cause from customer_changes c
    where c.workspace_id = ${ctx.workspace.id} and c.at >= ${since} and c.by_kind <> 'system' and ${condition}
      ${among(whom, sql`c.customer_id`)}`;
}

/** The days that the nightly look covers: today, and those that were missed since it listens. */
function nights(ctx: Ctx, since: Date): { from: string; to: string } {
  const begun = dayIn(ctx.workspace.zone, since);
  const missed = addDays(ctx.today, -MISSED_DAYS);
  return { from: begun > missed ? begun : missed, to: ctx.today };
}

function birthdays(ctx: Ctx, since: Date, ahead: number): RawBuilder<unknown> {
  const { from, to } = nights(ctx, since);
  const kept = JSON.stringify(birthdaysBetween(addDays(from, ahead), addDays(to, ahead)));
  return sql`select customers.id as "customerId", 'birthday ' || extract(year from kept.on) as cause, jsonb_build_object('date', kept.on) as fields
    from jsonb_to_recordset(${kept}::jsonb) as kept (calendar text, month smallint, day smallint, "leapMonth" boolean, "on" date)
    join customers on customers.workspace_id = ${ctx.workspace.id} and customers.birthday_month = kept.month
      and customers.birthday_day = kept.day and customers.birthday_calendar = kept.calendar
      and customers.birthday_leap = kept."leapMonth" and customers.binned_at is null`;
}

function dates(ctx: Ctx, since: Date, { field, days }: Extract<Trigger, { kind: 'date' }>): RawBuilder<unknown> {
  const { from, to } = nights(ctx, since);
  return sql`select x.customer_id as "customerId", 'date ' || x.day as cause, jsonb_build_object('date', x.day) as fields
    from customer_fields f
    join customer_field_values x on x.workspace_id = f.workspace_id and x.field_id = f.id
    where f.workspace_id = ${ctx.workspace.id} and f.key = ${field}
      and x.day between ${addDays(from, -days)}::date and ${addDays(to, -days)}::date`;
}
