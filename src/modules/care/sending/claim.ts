import { sql, type Selectable } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { CareChannels, CareMessages } from '../../../kernel/db/tables.ts';
import type { Sent, Way } from '../channels/ways.ts';
import { giveCoupons } from '../../loyalty/index.ts';
import { factsOf, LANGUAGE, type FactRow } from '../gate/facts.ts';
import { suppress } from '../gate/suppress.ts';
import { refusalOf } from '../rules/gate.ts';
import { afterQuiet } from '../rules/quiet-hours.ts';
import { readSettings } from '../settings.ts';
import type { Purpose, Tongue } from '../shapes-contract.ts';
import type { SendingRow } from './sendings.ts';
import { peopleOf, type Person } from './people.ts';

export interface Run {
  id: string;
  channelId: string;
}

type Message = Selectable<CareMessages>;

/** A message that is this run's to send, with everything its words need. */
export interface Claimed extends Message {
  sending: SendingRow;
  person: Person;
}

export type Finished = Sent & { id: string; attempts: number; language: string | null; parts: number };

export interface Next {
  claimed: Claimed[];
  /** Another run has taken over. */
  lost: boolean;
  /** Nothing is due now. */
  idle: boolean;
  nextDue: Date | null;
}

const MOST_ATTEMPTS = 5;
const RETRY_MS = 5 * 60_000;

/** From here on the channel is this run's. What an earlier one had on the wire is unknown until it says otherwise itself. */
export async function takeOver(ctx: Ctx, { id, channelId }: Run): Promise<Selectable<CareChannels> | undefined> {
  const channel = await ctx.db
    .updateTable('care_channels')
    .set({ run_id: id })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', channelId)
    .where('removed_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  if (!channel) return undefined;
  await sql`
    update care_messages m set state = 'unknown' from care_sendings d
    where m.workspace_id = ${ctx.workspace.id} and d.workspace_id = m.workspace_id and d.id = m.sending_id
      and d.channel_id = ${channelId} and m.state = 'sending' and m.run_id is distinct from ${id}::uuid`.execute(
    ctx.db,
  );
  return channel;
}

/** Writes down what became of the last lot and claims the next: one transaction, committed before the wire. */
export async function claimNext(
  ctx: Ctx,
  run: Run,
  finished: readonly Finished[],
  room: number,
  way: Way,
): Promise<Next> {
  const lease = await sql<{ run_id: string | null }>`
    select run_id from care_channels where workspace_id = ${ctx.workspace.id} and id = ${run.channelId} for update`.execute(
    ctx.db,
  );
  await settle(ctx, run, finished, way);
  const none: Next = { claimed: [], lost: false, idle: false, nextDue: null };
  if (lease.rows[0]?.run_id !== run.id) return { ...none, lost: true };
  if (room <= 0) return none;
  const sending = await nextSending(ctx, run.channelId);
  if (!sending) {
    await finishDone(ctx, run.channelId);
    return { ...none, idle: true, nextDue: await nextDue(ctx, run.channelId) };
  }
  return { ...none, claimed: await claimOf(ctx, run, sending, room, way) };
}

/** The most important sending with something due. */
async function nextSending(ctx: Ctx, channelId: string): Promise<SendingRow | undefined> {
  const { rows } = await sql<SendingRow>`
    select * from care_sendings d
    where d.workspace_id = ${ctx.workspace.id} and d.channel_id = ${channelId} and d.state = 'open'
      and exists (select from care_messages m where m.workspace_id = d.workspace_id and m.sending_id = d.id
        and m.state = 'planned' and m.due_at <= ${ctx.now})
    order by d.priority, d.id limit 1 for update`.execute(ctx.db);
  return rows[0];
}

async function claimOf(ctx: Ctx, run: Run, sending: SendingRow, room: number, way: Way): Promise<Claimed[]> {
  const settings = await readSettings(ctx);
  const purpose = sending.purpose as Purpose;
  const facts = factsOf(ctx, { channel: way.kind, purpose, settings, sendingId: sending.id });
  const { rows } = await sql<Message & FactRow & { to: string | null; spoken: Tongue | null }>`
    select m.*, ${facts.columns}, ${facts.address} as to, ${LANGUAGE} as spoken
    from (select * from care_messages m
      where m.workspace_id = ${ctx.workspace.id} and m.sending_id = ${sending.id} and m.state = 'planned' and m.due_at <= ${ctx.now}
      order by m.due_at, m.id limit ${room}) m
    join customers on customers.workspace_id = m.workspace_id and customers.id = m.customer_id ${facts.joins}`.execute(
    ctx.db,
  );
  const decided = rows.map((row) => {
    // Whoever is profiled was left out when the recipients were written down.
    const reason = refusalOf(
      { ...row, sameAddress: false },
      { purpose, profiled: false, budgetContacts: settings.budgetContacts },
    );
    if (reason) return { id: row.id, state: 'skipped', reason, due: null, to: null };
    const due =
      purpose === 'service'
        ? ctx.now
        : afterQuiet(row.zone, ctx.now, { from: settings.quietFrom, to: settings.quietTo });
    return due > ctx.now
      ? { id: row.id, state: 'planned', reason: null, due, to: null }
      : { id: row.id, state: 'sending', reason: null, due: null, to: row.to };
  });
  await sql`
    update care_messages m set state = x.state, reason = x.reason, due_at = coalesce(x.due, m.due_at), address = x.to,
      run_id = ${run.id}, claimed_at = ${ctx.now}, attempts = m.attempts + (x.state = 'sending')::int
    from jsonb_to_recordset(${JSON.stringify(decided)}::jsonb) as x (id uuid, state text, reason text, due timestamptz, "to" text)
    where m.workspace_id = ${ctx.workspace.id} and m.id = x.id`.execute(ctx.db);
  const goes = new Set(decided.filter(({ state }) => state === 'sending').map(({ id }) => id));
  const going = await withCoupons(
    ctx,
    sending,
    rows.filter(({ id }) => goes.has(id)),
  );
  const people = await peopleOf(
    ctx,
    going.map((row) => row.customer_id),
  );
  return going.flatMap((row) => {
    const person = people.get(row.customer_id);
    return person
      ? [{ ...row, attempts: row.attempts + 1, address: row.to, language: row.language ?? row.spoken, sending, person }]
      : [];
  });
}

/** Whoever gets the message gets the coupon, once however often it is tried; a coupon that has ended is left out. */
async function withCoupons<Row extends Message>(
  ctx: Ctx,
  { coupon_id: couponId }: SendingRow,
  rows: Row[],
): Promise<Row[]> {
  const without = rows.filter(({ fields }) => !(fields as Record<string, string> | null)?.['coupon']);
  if (couponId === null || without.length === 0) return rows;
  const codes = await giveCoupons(
    ctx,
    couponId,
    without.map((row) => row.customer_id),
  );
  const given = without.flatMap(({ id, customer_id: customer }) => {
    const code = codes.get(customer);
    return code ? [{ id, code }] : [];
  });
  await sql`
    update care_messages m set fields = coalesce(m.fields, '{}') || jsonb_build_object('coupon', x.code)
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as x (id uuid, code text)
    where m.workspace_id = ${ctx.workspace.id} and m.id = x.id`.execute(ctx.db);
  const byId = new Map(given.map(({ id, code }) => [id, code]));
  return rows.map((row) => {
    const code = byId.get(row.id);
    return code ? { ...row, fields: { ...(row.fields as Record<string, string> | null), coupon: code } } : row;
  });
}

/** `unknown` is taken back by the very run that knows better. */
async function settle(ctx: Ctx, run: Run, finished: readonly Finished[], { cost }: Way): Promise<void> {
  if (finished.length === 0) return;
  const results = finished.map(({ id, outcome, answer, attempts, providerId = null, language, parts, ...rest }) => {
    const retry =
      (outcome === 'unsent' || (outcome === 'refused' && 'again' in rest && rest.again)) && attempts < MOST_ATTEMPTS;
    const state = outcome === 'sent' ? 'sent' : outcome === 'unknown' ? 'unknown' : retry ? 'planned' : 'failed';
    const reason = outcome === 'sent' ? null : answer;
    const due = retry ? new Date(ctx.now.getTime() + RETRY_MS * attempts) : null;
    return {
      id,
      state,
      reason,
      provider: providerId,
      due,
      language,
      cost: String(outcome === 'sent' ? cost * BigInt(parts) : 0n),
    };
  });
  await sql`
    update care_messages m set state = x.state, reason = x.reason, provider_id = x.provider, language = coalesce(x.language, m.language),
      due_at = coalesce(x.due, m.due_at), sent_at = case when x.state = 'sent' then ${ctx.now}::timestamptz end,
      cost_minor = x.cost
    from jsonb_to_recordset(${JSON.stringify(results)}::jsonb)
      as x (id uuid, state text, reason text, provider text, due timestamptz, language text, cost bigint)
    where m.workspace_id = ${ctx.workspace.id} and m.id = x.id and m.run_id = ${run.id} and m.state in ('sending', 'unknown')`.execute(
    ctx.db,
  );
  await noteProblem(ctx, run.channelId, finished);
  await suppressRefused(ctx, finished);
}

/** What the channel as a whole suffers from is shown where it is set up. */
async function noteProblem(ctx: Ctx, channelId: string, finished: readonly Finished[]): Promise<void> {
  const last = finished.at(-1);
  const problem = last?.outcome === 'unsent' ? last.answer : null;
  await sql`
    update care_channels set problem = ${problem}
    where workspace_id = ${ctx.workspace.id} and id = ${channelId} and problem is distinct from ${problem}`.execute(
    ctx.db,
  );
}

/** A server that says at once that there is no such mailbox. */
async function suppressRefused(ctx: Ctx, finished: readonly Finished[]): Promise<void> {
  const dead = finished.filter((one) => one.outcome === 'refused' && NO_MAILBOX.test(one.answer)).map(({ id }) => id);
  if (dead.length === 0) return;
  const rows = await ctx.db
    .selectFrom('care_messages')
    .select('address')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', 'in', dead)
    .execute();
  for (const { address } of rows) if (address) await suppress(ctx, 'email', address, 'bounce');
}

/** RFC 3463: bad mailbox, bad system address, mailbox disabled or moved. */
const NO_MAILBOX = /^55\d[ -]5\.(1\.[126]|2\.1)\b/;

/** A campaign is finished when nothing of it is open any more. */
async function finishDone(ctx: Ctx, channelId: string): Promise<void> {
  await sql`
    update care_sendings d set state = 'finished', finished_at = ${ctx.now}
    where d.workspace_id = ${ctx.workspace.id} and d.channel_id = ${channelId} and d.state = 'open' and d.sender = 'campaign'
      and not exists (select from care_messages m where m.workspace_id = d.workspace_id and m.sending_id = d.id
        and m.state = 'planned')
      and not exists (select from care_messages m where m.workspace_id = d.workspace_id and m.sending_id = d.id
        and m.state = 'sending')`.execute(ctx.db);
}

async function nextDue(ctx: Ctx, channelId: string): Promise<Date | null> {
  const { rows } = await sql<{ due: Date | null }>`
    select min(first.due_at) as due from care_sendings d
    cross join lateral (select m.due_at from care_messages m where m.workspace_id = d.workspace_id and m.sending_id = d.id
      and m.state = 'planned' and m.due_at is not null order by m.due_at limit 1) first
    where d.workspace_id = ${ctx.workspace.id} and d.channel_id = ${channelId} and d.state = 'open'`.execute(ctx.db);
  return rows[0]?.due ?? null;
}
