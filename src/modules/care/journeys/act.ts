import { sql } from 'kysely';
import { systemActor } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { Refusal } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { mark } from '../../../kernel/secrets.ts';
import { addDays } from '../../../maths/calendar.ts';
import { changeCustomer } from '../../customers/index.ts';
import { adjustPoints, issueCoupons } from '../../loyalty/index.ts';
import { giveTask } from '../../team/index.ts';
import { premises } from '../../workspaces/index.ts';
import { setTag } from '../tagging.ts';
import { callJob } from './calls.ts';
import { planMessages } from './messages.ts';
import { peopleMeeting } from './meeting.ts';
import type { Step } from './plan-contract.ts';
import { branchFor } from './rules/entering.ts';
import { isOfMessage, type OfMessage } from './rules/of-message.ts';
import { spanEnds, waitEnds } from './rules/wait.ts';
import { asAuthor } from './stored.ts';
import type { Walker } from './walker.ts';

/** What a step does with everybody who stands at it: an outcome, or a rest. What cannot be done is noted, and they go on. */
export async function act(ctx: Ctx, step: Step, group: readonly Walker[]): Promise<void> {
  switch (step.kind) {
    case 'wait':
      for (const walker of group) rest(walker, waitEnds(step.wait, ctx.workspace.zone, ctx.now), null);
      return;
    case 'until':
      return waitFor(ctx, step, group);
    case 'condition':
      return decide(ctx, step.condition, group);
    case 'split': {
      const shares = step.branches.map(({ share }) => share);
      for (const walker of group) walker.outcome = String(branchFor(shares, drawAt(step.id, walker.entry.customer_id)));
      return;
    }
    case 'message':
      return planMessages(ctx, step, group);
    case 'call':
      return planCalls(ctx, step, group);
    case 'leave':
      return;
    default:
      for (const walker of group) await attempt(ctx, walker, (acting) => doFor(acting, step, walker));
  }
}

/** The first time somebody comes here they wait; the second time it is over. */
function rest(walker: Walker, due: Date, awaits: string | null): void {
  if (walker.entry.waits) return;
  walker.rests = true;
  Object.assign(walker.entry, { waits: true, due_at: due, awaits });
}

/** What came of a message before somebody got here counts, too: it was opened while they waited for the evening. */
async function waitFor(ctx: Ctx, step: Extract<Step, { kind: 'until' }>, group: readonly Walker[]): Promise<void> {
  const { happens, within } = step;
  const already = isOfMessage(happens.kind) ? await cameBefore(ctx, happens.kind, group) : new Set();
  for (const walker of group) {
    const came = walker.entry.heard_at !== null || already.has(walker.entry.id);
    const awaits = happens.kind === 'event' ? `event:${happens.name}` : happens.kind;
    if (!came) rest(walker, spanEnds(within, ctx.workspace.zone, ctx.now), awaits);
    if (!walker.rests) walker.outcome = came ? 'came' : 'missed';
  }
}

async function cameBefore(ctx: Ctx, what: OfMessage, group: readonly Walker[]): Promise<Set<string>> {
  const { rows } = await sql<{ entry: string }>`
    select distinct m.step as entry from care_messages m
    join care_sendings d on d.workspace_id = m.workspace_id and d.id = m.sending_id and d.sender = 'journey'
    where m.workspace_id = ${ctx.workspace.id} and m.customer_id = any (${group.map(({ entry }) => entry.customer_id)}::uuid[])
      and m.step = any (${group.map(({ entry }) => entry.id)}::text[])
      and ${sql.ref(`m.${what}_at`)} is not null`.execute(ctx.db);
  return new Set(rows.map(({ entry }) => entry));
}

/** The same person falls the same way each time, and nobody can tell beforehand which. */
export function drawAt(stepId: string, customerId: string): number {
  const bytes = Buffer.from(mark('care journey split', `${stepId} ${customerId}`), 'base64url');
  return bytes.readUIntBE(0, 6) / 2 ** 48;
}

async function decide(ctx: Ctx, condition: unknown, group: readonly Walker[]): Promise<void> {
  const author = await asAuthor(ctx, { publishedBy: group[0]?.author ?? null });
  const met = await peopleMeeting(
    author,
    condition,
    group.map(({ entry }) => entry.customer_id),
  );
  for (const walker of group) {
    walker.outcome = met?.has(walker.entry.customer_id) ? 'yes' : 'no';
    if (met === null) walker.detail = 'conditionUnfit';
  }
}

type Deed = Extract<Step, { kind: 'task' | 'coupon' | 'points' | 'tag' | 'field' | 'owner' }>;

async function doFor(ctx: Ctx, step: Deed, { entry, ownerId }: Walker): Promise<void> {
  const { customer_id: customerId } = entry;
  switch (step.kind) {
    case 'task':
      await giveTask(ctx, {
        title: step.title,
        note: step.note,
        due: { on: addDays(ctx.today, step.dueDays) },
        assigneeId: step.assigneeId ?? ownerId,
        customerId,
      });
      return;
    case 'coupon': {
      const { vouchers } = await issueCoupons(ctx, { id: step.couponId ?? '', customerIds: [customerId], count: 0 });
      entry.fields = { ...(entry.fields as object), coupon: vouchers[0]?.code ?? '' };
      return;
    }
    case 'points':
      await adjustPoints(ctx, { customerId, points: step.points, reason: step.reason });
      return;
    case 'tag':
      await setTag(ctx, customerId, step);
      return;
    case 'field':
      await changeCustomer(ctx, { id: customerId, custom: { [step.field]: step.value } });
      return;
    case 'owner':
      await changeCustomer(ctx, { id: customerId, ownerId: step.memberId });
  }
}

async function planCalls(ctx: Ctx, step: Extract<Step, { kind: 'call' }>, group: readonly Walker[]): Promise<void> {
  const calls = group.map(({ entry, journey }) => ({
    id: newId(),
    entry: entry.id,
    body: { journey, step: step.id, customerId: entry.customer_id, enteredAt: entry.entered_at, cause: entry.cause },
  }));
  await sql`
    insert into care_journey_calls (workspace_id, id, entry_id, step, url, body, state, due_at)
    select ${ctx.workspace.id}, x.id, x.entry, ${step.id}, ${step.url}, x.body, 'planned', ${ctx.now}
    from jsonb_to_recordset(${JSON.stringify(calls)}::jsonb) as x (id uuid, entry uuid, body jsonb)`.execute(ctx.db);
  await premises().jobs.enqueue(ctx, callJob, {});
}

/** In a room of its own: what is refused leaves nothing behind, and stops nobody else. */
async function attempt(ctx: Ctx, walker: Walker, deed: (ctx: Ctx) => Promise<void>): Promise<void> {
  await sql`savepoint deed`.execute(ctx.db);
  try {
    await deed({ ...ctx, actor: { ...systemActor, name: walker.journey } });
    await sql`release savepoint deed`.execute(ctx.db);
  } catch (error) {
    // A deadlock or a lost connection ends the whole walk; it begins again.
    if (/^(40|08|57)/.test(String((error as { code?: unknown }).code ?? ''))) throw error;
    await sql`rollback to savepoint deed`.execute(ctx.db);
    walker.outcome = 'failed';
    walker.detail = error instanceof Refusal ? error.code : 'error';
  }
}
