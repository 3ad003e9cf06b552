import { sql } from 'kysely';
import { z } from 'zod';
import type { Ctx } from '../../../kernel/context.ts';
import { longJob, type LongWork } from '../../../kernel/jobs/jobs.ts';
import { act } from './act.ts';
import { isEarlier, onTheQueuesClock, resetClock } from './clock.ts';
import type { Plan } from './plan-contract.ts';
import { flowOf, goesTo } from './rules/flow.ts';
import { asAuthor, type EntryRow } from './stored.ts';
import { peopleMeeting } from './meeting.ts';
import type { Walker } from './walker.ts';

/** Leads on whoever is due. Any number of workers may walk at the same time: each takes people whom no other has. */
export const walkJob = longJob('care.walk', z.object({}), walk);

/** People led on in one transaction. */
const PORTION = 200;
const TURN_MS = 20_000;
const AGAIN_MS = 5_000;

async function walk(work: LongWork): Promise<void> {
  const ends = Date.now() + TURN_MS;
  for (let more = true; more && Date.now() < ends;) {
    work.signal.throwIfAborted();
    more = (await work.step((ctx) => walkPortion(ctx))) > 0;
  }
  await work.step(async (ctx) => {
    const due = await resetClock(ctx);
    if (!due) return;
    // Who is due and still there is in another worker's hands, or this turn is over.
    const at = new Date(Math.max(due.getTime(), ctx.now.getTime() + AGAIN_MS));
    if (await isEarlier(ctx, at))
      await work.house.jobs.enqueue(ctx, walkJob, {}, { startAfter: onTheQueuesClock(ctx, at) });
  });
}

/** Everything that happens to these people happens in this one transaction, or nothing of it. */
export async function walkPortion(ctx: Ctx, most = PORTION): Promise<number> {
  const walkers = await claimDue(ctx, most);
  if (walkers.length === 0) return 0;
  await sendHome(ctx, walkers);
  // A plan has no way back: every round leads on, and nobody takes more rounds than it has steps.
  for (let moving = walkers.filter(isMoving); moving.length > 0; moving = moving.filter(isMoving)) {
    const groups = Map.groupBy(moving, ({ entry }) => `${entry.journey_id} ${entry.version} ${entry.step}`);
    for (const group of groups.values()) await takeStep(ctx, group);
  }
  await writeDown(ctx, walkers);
  return walkers.length;
}

function isMoving({ entry, rests }: Walker): boolean {
  return entry.state === 'waiting' && !rests;
}

interface Due extends EntryRow {
  journey: string;
  author: string | null;
  owner_id: string | null;
  there: boolean;
  plan: Plan;
}

/** Of every running journey the first that are due; paused ones cost nothing. Who pauses one waits for who walks in it. */
async function claimDue(ctx: Ctx, most: number): Promise<Walker[]> {
  const { rows } = await sql<Due>`
    select e.*, j.name as journey, j.published_by as author, c.owner_id, c.binned_at is null as there, v.plan
    from (
      select due.* from care_journeys j
      cross join lateral (
        select e.* from care_journey_entries e
        where e.workspace_id = j.workspace_id and e.journey_id = j.id and e.state = 'waiting' and e.due_at <= ${ctx.now}
        order by e.due_at, e.id limit ${most} for update skip locked) due
      where j.workspace_id = ${ctx.workspace.id} and j.state = 'running'
      limit ${most} for share of j) e
    join care_journeys j on j.workspace_id = e.workspace_id and j.id = e.journey_id
    join care_journey_versions v on v.workspace_id = e.workspace_id and v.journey_id = e.journey_id and v.version = e.version
    join customers c on c.workspace_id = e.workspace_id and c.id = e.customer_id
    order by e.id`.execute(ctx.db);
  const flows = new Map<string, ReturnType<typeof flowOf>>();
  return rows.map(({ journey, author, owner_id: ownerId, there, plan, ...entry }) => {
    const key = `${entry.journey_id} ${entry.version}`;
    const flow = flows.get(key) ?? flowOf(plan);
    flows.set(key, flow);
    return { entry, journey, author, ownerId, there, plan, flow, passed: [], rests: false };
  });
}

/** Whose card is gone, who has reached the goal, who meets the exit. */
async function sendHome(ctx: Ctx, walkers: readonly Walker[]): Promise<void> {
  for (const walker of walkers) {
    if (!walker.there) leave(ctx, walker, 'gone');
    else if (walker.entry.goal_at && walker.plan.goal?.leaves) leave(ctx, walker, 'goal');
  }
  const asking = walkers.filter((walker) => isMoving(walker) && walker.plan.exit != null);
  for (const group of Map.groupBy(asking, ({ entry }) => `${entry.journey_id} ${entry.version}`).values()) {
    const [first] = group;
    if (!first) continue;
    const author = await asAuthor(ctx, { publishedBy: first.author });
    const met = await peopleMeeting(
      author,
      first.plan.exit,
      group.map(({ entry }) => entry.customer_id),
    );
    for (const walker of group) if (met?.has(walker.entry.customer_id)) leave(ctx, walker, 'exit');
  }
}

/** One step of people who stand at the same one. */
async function takeStep(ctx: Ctx, group: readonly Walker[]): Promise<void> {
  const [{ entry: { step: stepId }, flow } = { entry: { step: null }, flow: null }] = group;
  const placed = stepId === null ? undefined : flow?.at.get(stepId);
  if (!placed) {
    for (const walker of group) finish(ctx, walker);
    return;
  }
  await act(ctx, placed.step, group);
  for (const walker of group) {
    if (walker.rests) continue;
    const outcome = walker.outcome ?? 'done';
    walker.passed.push({ step: placed.step.id, outcome, detail: walker.detail ?? null });
    Object.assign(walker.entry, { waits: false, awaits: null, heard_at: null, step_since: ctx.now });
    delete walker.outcome;
    delete walker.detail;
    if (placed.step.kind === 'leave') leave(ctx, walker, 'left');
    else walker.entry.step = goesTo(placed, outcome);
  }
}

function finish(ctx: Ctx, { entry }: Walker): void {
  Object.assign(entry, { state: 'done', ended_at: ctx.now, ended_why: 'done', step: null, due_at: null, waits: false });
}

function leave(ctx: Ctx, { entry }: Walker, why: string): void {
  Object.assign(entry, { state: 'left', ended_at: ctx.now, ended_why: why, due_at: null, waits: false, awaits: null });
}

async function writeDown(ctx: Ctx, walkers: readonly Walker[]): Promise<void> {
  const steps = walkers.flatMap(({ entry, passed }) =>
    passed.map((one) => ({ ...one, entry: entry.id, journey: entry.journey_id })),
  );
  // Without "on conflict": a step that was done before is a mistake that must not pass in silence.
  await sql`
    insert into care_journey_steps (workspace_id, entry_id, step, journey_id, outcome, detail, at, day)
    select ${ctx.workspace.id}, x.entry, x.step, x.journey, x.outcome, x.detail, ${ctx.now}, ${ctx.today}
    from jsonb_to_recordset(${JSON.stringify(steps)}::jsonb) as x (entry uuid, step uuid, journey uuid, outcome text, detail text)`.execute(
    ctx.db,
  );
  // Named once more by their ids: of a table that nobody has counted yet a join alone would read everybody who waits.
  const ids = walkers.map(({ entry }) => entry.id);
  await sql`
    update care_journey_entries e set state = x.state, step = x.step, step_since = x.step_since, waits = x.waits, due_at = x.due_at,
      awaits = x.awaits, heard_at = x.heard_at, ended_at = x.ended_at, ended_why = x.ended_why, fields = x.fields
    from jsonb_to_recordset(${JSON.stringify(walkers.map(({ entry }) => entry))}::jsonb)
      as x (id uuid, state text, step uuid, step_since timestamptz, waits boolean, due_at timestamptz, awaits text,
        heard_at timestamptz, ended_at timestamptz, ended_why text, fields jsonb)
    where e.workspace_id = ${ctx.workspace.id} and e.id = x.id and e.id = any (${ids}::uuid[])`.execute(ctx.db);
}
