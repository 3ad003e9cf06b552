import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Ctx } from '../../../kernel/context.ts';
import { longJob, type LongWork } from '../../../kernel/jobs/jobs.ts';
import { openOutgoing } from '../../../kernel/outgoing.ts';
import { mark } from '../../../kernel/secrets.ts';
import { neverLeft } from '../channels/never-left.ts';
import { reach } from '../channels/ways.ts';

/** Tells other programs, through the checked door. What died on the way is unknown and is not told again. */
export const callJob = longJob('care.journey-calls', z.object({}), tellAll);

const LOT = 20;
const MOST_ATTEMPTS = 5;
const RETRY_MS = 5 * 60_000;

interface Call {
  id: string;
  journey_id: string;
  url: string;
  body: unknown;
  attempts: number;
}

/** What outgoing calls of a journey are signed with: `t=…,v1=HMAC-SHA256 of "t.body"`. */
export function signingSecret(journeyId: string): string {
  return mark('care journey calls', journeyId);
}

async function tellAll(work: LongWork): Promise<void> {
  const outgoing = openOutgoing(reach.mayReach);
  await work.step(loseTrack);
  for (;;) {
    work.signal.throwIfAborted();
    const calls = await work.step(claimCalls);
    if (calls.length === 0) return;
    const told = await Promise.all(calls.map(async (call) => ({ ...call, ...(await tell(outgoing, call)) })));
    await work.step((ctx) => settleCalls(ctx, work, told));
  }
}

/** Claimed by a run that is no more: this job runs one at a time. */
async function loseTrack(ctx: Ctx): Promise<void> {
  await sql`update care_journey_calls set state = 'unknown'
    where workspace_id = ${ctx.workspace.id} and state = 'sending' and due_at < ${new Date(ctx.now.getTime() - RETRY_MS)}`.execute(
    ctx.db,
  );
}

async function claimCalls(ctx: Ctx): Promise<Call[]> {
  const { rows } = await sql<Call>`
    update care_journey_calls c set state = 'sending', attempts = c.attempts + 1, due_at = ${ctx.now}
    from care_journey_entries e
    where c.workspace_id = ${ctx.workspace.id} and e.workspace_id = c.workspace_id and e.id = c.entry_id and c.id = any (array(
      select id from care_journey_calls where workspace_id = ${ctx.workspace.id} and state = 'planned' and due_at <= ${ctx.now}
      order by due_at, id limit ${LOT} for update skip locked))
    returning c.id, e.journey_id, c.url, c.body, c.attempts`.execute(ctx.db);
  return rows;
}

type Told = { state: 'sent' | 'failed' | 'unknown' | 'planned'; answer: string };

async function tell(outgoing: ReturnType<typeof openOutgoing>, call: Call): Promise<Told> {
  const body = JSON.stringify({ id: call.id, ...(call.body as object) });
  const at = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', signingSecret(call.journey_id)).update(`${at}.${body}`).digest('hex');
  const headers = { 'content-type': 'application/json', 'regulars-signature': `t=${at},v1=${signature}` };
  try {
    const { status } = await outgoing.post(call.url, headers, Buffer.from(body));
    if (status < 300) return { state: 'sent', answer: String(status) };
    return { state: again(call, status === 429 || status >= 500) ? 'planned' : 'failed', answer: String(status) };
  } catch (error) {
    const answer = error instanceof Error ? error.message.slice(0, 200) : '';
    if (!neverLeft(error)) return { state: 'unknown', answer };
    return { state: again(call, true) ? 'planned' : 'failed', answer };
  }
}

function again({ attempts }: Call, worth: boolean): boolean {
  return worth && attempts < MOST_ATTEMPTS;
}

async function settleCalls(ctx: Ctx, work: LongWork, told: readonly (Call & Told)[]): Promise<void> {
  const rows = told.map(({ id, state, answer, attempts }) => ({
    id,
    state,
    answer,
    due: new Date(ctx.now.getTime() + (state === 'planned' ? RETRY_MS * attempts : 0)),
  }));
  await sql`
    update care_journey_calls c set state = x.state, answer = x.answer, due_at = x.due
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id uuid, state text, answer text, due timestamptz)
    where c.workspace_id = ${ctx.workspace.id} and c.id = x.id and c.state = 'sending'`.execute(ctx.db);
  const later = rows.filter(({ state }) => state === 'planned').map(({ due }) => due.getTime());
  if (later.length > 0) await work.house.jobs.enqueue(ctx, callJob, {}, { startAfter: new Date(Math.min(...later)) });
}
