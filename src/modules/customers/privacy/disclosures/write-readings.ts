import { sql } from 'kysely';
import type { Ctx } from '../../../../kernel/context.ts';
import { newId } from '../../../../kernel/ids.ts';
import { emit } from '../../../../kernel/outbox.ts';
import { limitOf, usualOf } from '../rules/unusual.ts';
import type { Reading } from './book.ts';
import { readingUnusual, type ReadingKind } from './contract.ts';

/** Lists and searches of fewer customers than this leave no row of their own; they count all the same. */
const LONG_LIST = 100;
export const DAYS_OF_USUAL = 60;

export async function writeReadings(ctx: Ctx, readings: readonly Reading[]): Promise<void> {
  const of = (kind: ReadingKind) => readings.filter((one) => one.kind === kind);
  await writeOpenings(ctx, of('opened'));
  await writeLists(ctx, of('listed'));
  for (const one of of('exported')) await writeExport(ctx, one);
  await count(ctx, of('revealed'), (one) => one.customerIds.length);
}

export function actorIdOf({ actor }: Pick<Reading, 'actor'>): string | null {
  return actor.memberId ?? actor.keyId ?? actor.userId;
}

/** One row per person, customer and day, and only these count: to look again is not to look at more. */
async function writeOpenings(ctx: Ctx, readings: readonly Reading[]): Promise<void> {
  if (readings.length === 0) return;
  const rows = readings.flatMap((one) => one.customerIds.map((customerId) => ({ one, customerId })));
  const { rows: fresh } = await sql<{ actor_id: string }>`
    insert into customer_disclosures (workspace_id, id, kind, customer_id, actor_kind, actor_id, actor_name, day, at)
    select ${ctx.workspace.id}, t.id, 'opened', t.customer_id, t.actor_kind, t.actor_id, t.actor_name, t.day, t.at
    from unnest(${rows.map(() => newId())}::uuid[], ${rows.map(({ customerId }) => customerId)}::uuid[],
      ${rows.map(({ one }) => one.actor.kind)}::text[], ${rows.map(({ one }) => actorIdOf(one))}::uuid[],
      ${rows.map(({ one }) => one.actor.name)}::text[], ${rows.map(({ one }) => one.day)}::date[],
      ${rows.map(({ one }) => one.at)}::timestamptz[])
      as t (id, customer_id, actor_kind, actor_id, actor_name, day, at)
    on conflict (workspace_id, customer_id, actor_id, day) where kind = 'opened' do nothing
    returning actor_id`.execute(ctx.db);
  const opened = Map.groupBy(fresh, (row) => row.actor_id);
  const firsts = [...Map.groupBy(readings, actorIdOf).values()].flatMap(([first]) => first ?? []);
  await count(ctx, firsts, (one) => opened.get(actorIdOf(one) ?? '')?.length ?? 0);
}

async function writeLists(ctx: Ctx, readings: readonly Reading[]): Promise<void> {
  for (const same of Map.groupBy(readings, actorIdOf).values()) {
    const [first] = same;
    const customers = same.reduce((sum, { customerIds }) => sum + customerIds.length, 0);
    if (first && customers >= LONG_LIST) await insertRow(ctx, first, customers);
  }
  await count(ctx, readings, (one) => one.customerIds.length);
}

async function writeExport(ctx: Ctx, one: Reading): Promise<void> {
  const id = await insertRow(ctx, one, one.customerIds.length);
  await sql`
    insert into customer_disclosed (workspace_id, customer_id, disclosure_id)
    select distinct ${ctx.workspace.id}::uuid, c.id, ${id}::uuid from unnest(${[...one.customerIds]}::uuid[]) c (id)`.execute(
    ctx.db,
  );
  await count(ctx, [one], ({ customerIds }) => customerIds.length);
}

async function insertRow(ctx: Ctx, one: Reading, customers: number): Promise<string> {
  const id = newId();
  await ctx.db
    .insertInto('customer_disclosures')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      kind: one.kind,
      actor_kind: one.actor.kind,
      actor_id: actorIdOf(one),
      actor_name: one.actor.name,
      customers,
      what: one.what,
      day: one.day,
      at: one.at,
    })
    .execute();
  return id;
}

/** Adds up the day of each colleague, and tells when it has just become unusual for them. */
async function count(ctx: Ctx, readings: readonly Reading[], sizeOf: (one: Reading) => number): Promise<void> {
  for (const same of Map.groupBy(readings, (one) => `${actorIdOf(one)} ${one.day}`).values()) {
    const [first] = same;
    const added = same.reduce((sum, one) => sum + sizeOf(one), 0);
    const actorId = first && actorIdOf(first);
    if (!first || !actorId || added === 0) continue;
    const { kind, day, actor } = first;
    const { rows } = await sql<{ customers: number }>`
      insert into customer_readings as r (workspace_id, actor_id, kind, day, actor_name, customers)
      values (${ctx.workspace.id}, ${actorId}, ${kind}, ${day}, ${actor.name}, ${added})
      on conflict (workspace_id, actor_id, kind, day) do update
      set customers = r.customers + excluded.customers, actor_name = excluded.actor_name
      returning customers`.execute(ctx.db);
    const total = rows[0]?.customers ?? added;
    // An owner would be told of themselves.
    if (actor.role === 'owner') continue;
    const days = await daysBefore(ctx, actorId, kind, day);
    const limit = limitOf(kind, days);
    if (total < limit || total - added >= limit) continue;
    await emit(ctx, readingUnusual, {
      actorId,
      actorName: actor.name,
      kind,
      day,
      count: total,
      usual: usualOf(days),
    });
  }
}

async function daysBefore(ctx: Ctx, actorId: string, kind: ReadingKind, day: string): Promise<number[]> {
  const { rows } = await sql<{ customers: number }>`
    select customers from customer_readings
    where workspace_id = ${ctx.workspace.id} and actor_id = ${actorId} and kind = ${kind}
      and day < ${day}::date and day >= ${day}::date - ${DAYS_OF_USUAL}::int`.execute(ctx.db);
  return rows.map(({ customers }) => customers);
}
