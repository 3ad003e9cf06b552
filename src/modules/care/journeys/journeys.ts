import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { newId } from '../../../kernel/ids.ts';
import { careErrors } from '../errors-contract.ts';
import { skipPlanned, wake } from '../sending/sendings.ts';
import { admitDeeds, problemsIn } from './check-plan.ts';
import type { OpenedJourney, ReadyKey } from './contract.ts';
import type { Plan } from './plan-contract.ts';
import { presentOpened } from './present.ts';
import { readyPlan } from './ready.ts';
import { admitPlan, EMPTY_PLAN } from './shape-plan.ts';
import { journeyOf, type JourneyRow } from './stored.ts';
import { wakeWalkers } from './wake.ts';

const refuse = refusals(careErrors);

interface Begun {
  name?: string | undefined;
  ready?: ReadyKey | undefined;
  plan?: unknown;
}

export async function createJourney(ctx: Ctx, { name, ready, plan }: Begun): Promise<OpenedJourney> {
  const said = ready
    ? translate(ctx.locale, `care:journey.ready.${ready}.name`)
    : translate(ctx.locale, 'care:journey.unnamed');
  const admitted = plan != null ? admitPlan(plan) : ready ? await readyPlan(ctx, ready) : EMPTY_PLAN;
  return readJourney(ctx, { id: await writeJourney(ctx, name ?? said, admitted, null) });
}

export async function writeJourney(ctx: Ctx, name: string, plan: Plan, changeSetId: string | null): Promise<string> {
  const id = newId();
  await ctx.db
    .insertInto('care_journeys')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      name,
      plan: JSON.stringify(plan),
      state: 'draft',
      created_by_name: ctx.actor.name,
      created_at: ctx.now,
      change_set_id: changeSetId,
    })
    .execute();
  await recordAudit(ctx, { action: 'journey.created', entity: 'journey', entityId: id, detail: { name } });
  return id;
}

export async function readJourney(ctx: Ctx, { id }: { id: string }): Promise<OpenedJourney> {
  return presentOpened(ctx, await journeyOf(ctx, id));
}

export async function changeJourney(
  ctx: Ctx,
  { id, name, plan, version }: { id: string; name?: string | undefined; plan?: unknown; version?: number | undefined },
): Promise<OpenedJourney> {
  const before = await journeyOf(ctx, id, true);
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== before.version)
    throw refuseCommon('STALE', { current: await presentOpened(ctx, before) });
  await ctx.db
    .updateTable('care_journeys')
    .set({
      ...(name === undefined ? {} : { name }),
      ...(plan == null ? {} : { plan: JSON.stringify(admitPlan(plan)) }),
      version: before.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, { action: 'journey.changed', entity: 'journey', entityId: id });
  return readJourney(ctx, { id });
}

export async function removeJourney(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  const { live } = await journeyOf(ctx, id, true);
  if (live !== null) throw refuse('JOURNEY_PUBLISHED');
  await set(ctx, id, { removed_at: ctx.now });
  await recordAudit(ctx, { action: 'journey.removed', entity: 'journey', entityId: id });
  return { ok: true };
}

/** Publishing what is published already changes nothing. */
export async function publishJourney(ctx: Ctx, { id }: { id: string }): Promise<OpenedJourney> {
  const row = await journeyOf(ctx, id, true);
  if (row.state === 'ended') throw refuse('JOURNEY_ENDED');
  const plan = row.plan as unknown as Plan;
  const problems = await problemsIn(ctx, plan);
  if (problems.length > 0) throw refuse('JOURNEY_NOT_READY', { count: problems.length });
  admitDeeds(ctx, plan);
  const opened = await presentOpened(ctx, row);
  if (row.live !== null && !opened.changed) return opened;
  const version = (row.live ?? 0) + 1;
  await ctx.db
    .insertInto('care_journey_versions')
    .values({
      workspace_id: ctx.workspace.id,
      journey_id: id,
      version,
      plan: JSON.stringify(plan),
      at: ctx.now,
      by_name: ctx.actor.name,
    })
    .execute();
  await set(ctx, id, {
    live: version,
    published_by: ctx.actor.userId ?? ctx.actor.keyId,
    ...(row.state === 'draft' ? { state: 'running', listens_since: ctx.now } : {}),
    version: row.version + 1,
  });
  await recordAudit(ctx, { action: 'journey.published', entity: 'journey', entityId: id, detail: { version } });
  return readJourney(ctx, { id });
}

/** Messages that have not left stay where they are, too. */
export async function pauseJourney(ctx: Ctx, { id }: { id: string }): Promise<OpenedJourney> {
  const row = await turn(ctx, id, ['running'], 'paused', 'journey.paused');
  await turnMessages(ctx, row, 'open', 'paused');
  return readJourney(ctx, { id });
}

export async function resumeJourney(ctx: Ctx, { id }: { id: string }): Promise<OpenedJourney> {
  const row = await turn(ctx, id, ['paused'], 'running', 'journey.resumed');
  await set(ctx, id, { listens_since: ctx.now });
  for (const channelId of await turnMessages(ctx, row, 'paused', 'open')) await wake(ctx, channelId);
  await wakeWalkers(ctx, ctx.now);
  return readJourney(ctx, { id });
}

export async function endJourney(ctx: Ctx, { id }: { id: string }): Promise<OpenedJourney> {
  const row = await turn(ctx, id, ['running', 'paused'], 'ended', 'journey.ended');
  await sql`
    update care_journey_entries set state = 'left', ended_at = ${ctx.now}, ended_why = 'stopped', due_at = null, awaits = null, waits = false
    where workspace_id = ${ctx.workspace.id} and journey_id = ${id} and state = 'waiting'`.execute(ctx.db);
  await turnMessages(ctx, row, 'open', 'stopped');
  await turnMessages(ctx, row, 'paused', 'stopped');
  await skipPlanned(ctx, 'journey', await messageSteps(ctx, row));
  return readJourney(ctx, { id });
}

async function turn(
  ctx: Ctx,
  id: string,
  from: readonly string[],
  to: string,
  action: 'journey.paused' | 'journey.resumed' | 'journey.ended',
): Promise<JourneyRow> {
  const row = await journeyOf(ctx, id, true);
  if (!from.includes(row.state)) throw refuse('JOURNEY_NOT_RUNNING');
  await set(ctx, id, { state: to, version: row.version + 1 });
  await recordAudit(ctx, { action, entity: 'journey', entityId: id });
  return row;
}

async function set(ctx: Ctx, id: string, columns: Partial<JourneyRow>): Promise<void> {
  await ctx.db
    .updateTable('care_journeys')
    .set(columns as object)
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
}

/** Answers the channels of the sendings that were turned. */
async function turnMessages(ctx: Ctx, row: JourneyRow, from: string, to: string): Promise<string[]> {
  const { rows } = await sql<{ channel_id: string }>`
    update care_sendings set state = ${to}
    where workspace_id = ${ctx.workspace.id} and sender = 'journey' and state = ${from}
      and sender_id = any (${await messageSteps(ctx, row)}::uuid[])
    returning channel_id`.execute(ctx.db);
  return [...new Set(rows.map(({ channel_id: channelId }) => channelId))];
}

/** Of all versions: people walk by older ones, too. */
async function messageSteps(ctx: Ctx, { id }: JourneyRow): Promise<string[]> {
  const { rows } = await sql<{ step: string }>`
    select distinct jsonb_path_query(plan, '$.**?(@.kind == "message").id') #>> '{}' as step from care_journey_versions
    where workspace_id = ${ctx.workspace.id} and journey_id = ${id}`.execute(ctx.db);
  return rows.map(({ step }) => step);
}
