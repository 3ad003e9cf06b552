import { sql, type Selectable } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { CareChannels, CareMessages } from '../../../kernel/db/tables.ts';
import type { CareSettings } from '../channels/contract.ts';
import type { Way } from '../channels/ways.ts';
import { giveCoupons } from '../../loyalty/index.ts';
import { factsOf, LANGUAGE, type FactRow } from '../gate/facts.ts';
import { refusalOf } from '../rules/gate.ts';
import { afterQuiet } from '../rules/quiet-hours.ts';
import { readSettings } from '../settings.ts';
import type { Purpose, Tongue } from '../shapes-contract.ts';
import type { SendingRow } from './sendings.ts';
import { peopleOf, type Person } from './people.ts';
import { settle, type Finished, type Run } from './settle.ts';

type Message = Selectable<CareMessages>;

/** A message that is this run's to send, with everything its words need. */
export interface Claimed extends Message {
  sending: SendingRow;
  person: Person;
}

export interface Next {
  claimed: Claimed[];
  /** Another run has taken over. */
  lost: boolean;
  /** Nothing may go out now: nothing is due, or the provider takes no more this minute; till then, where it is known. */
  rests: boolean;
  wakes: Date | null;
}

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
  const lease = await leaseOf(ctx, run.channelId);
  await settle(ctx, run, finished, way);
  const none: Next = { claimed: [], lost: false, rests: false, wakes: null };
  if (lease?.run_id !== run.id) return { ...none, lost: true };
  if (room <= 0) return none;
  const sending = await nextSending(ctx, run.channelId);
  if (!sending) {
    await finishDone(ctx, run.channelId);
    return { ...none, rests: true, wakes: await nextDue(ctx, run.channelId) };
  }
  if (lease.left === 0) return { ...none, rests: true, wakes: lease.opens };
  const claimed = await claimOf(ctx, run, sending, Math.min(room, lease.left ?? room), way);
  if (lease.left !== null && claimed.length > 0) await countPace(ctx, run.channelId, claimed.length);
  return { ...none, claimed };
}

interface Lease {
  run_id: string | null;
  /** What the provider still takes within this minute; null: as much as there is. */
  left: number | null;
  /** When it is over, on the queue's clock. */
  opens: Date;
}

/** The channel's row, held until the claim is written down. */
async function leaseOf(ctx: Ctx, channelId: string): Promise<Lease | undefined> {
  const { rows } = await sql<Lease>`
    select run_id, coalesce(minute_from, clock_timestamp()) + interval '1 minute' as opens,
      case when per_minute is null then null
        when minute_from > clock_timestamp() - interval '1 minute' then greatest(per_minute - minute_taken, 0)
        else per_minute end as left
    from care_channels where workspace_id = ${ctx.workspace.id} and id = ${channelId} for update`.execute(ctx.db);
  return rows[0];
}

async function countPace(ctx: Ctx, channelId: string, count: number): Promise<void> {
  await sql`
    update care_channels set
      minute_taken = case when minute_from > clock_timestamp() - interval '1 minute' then minute_taken else 0 end + ${count}::int,
      minute_from = case when minute_from > clock_timestamp() - interval '1 minute' then minute_from else clock_timestamp() end
    where workspace_id = ${ctx.workspace.id} and id = ${channelId}`.execute(ctx.db);
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
  // One channel of the shop at a time: each sees what the others have just put on the wire to the same person.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`care claim ${ctx.workspace.id}`}, 0))`.execute(ctx.db);
  const settings = await readSettings(ctx);
  const purpose = sending.purpose as Purpose;
  const facts = factsOf(ctx, { channel: way.kind, purpose, settings, sendingId: sending.id });
  const { rows } = await sql<Met>`
    select m.*, ${facts.columns}, ${facts.address} as to, ${LANGUAGE} as spoken
    from (select * from care_messages m
      where m.workspace_id = ${ctx.workspace.id} and m.sending_id = ${sending.id} and m.state = 'planned' and m.due_at <= ${ctx.now}
      order by m.due_at, m.id limit ${room}) m
    join customers on customers.workspace_id = m.workspace_id and customers.id = m.customer_id ${facts.joins}`.execute(
    ctx.db,
  );
  const decided = rows.map((row) => decisionOn(ctx, row, purpose, settings));
  // What was taken back meanwhile is not claimed. By their ids, so that a lot just written down is not read as a whole.
  const { rows: kept } = await sql<{ id: string; state: string }>`
    update care_messages m set state = x.state, reason = x.reason, due_at = coalesce(x.due, m.due_at), address = x.to,
      run_id = ${run.id}, claimed_at = ${ctx.now}, attempts = m.attempts + (x.state = 'sending')::int
    from jsonb_to_recordset(${JSON.stringify(decided)}::jsonb) as x (id uuid, state text, reason text, due timestamptz, "to" text)
    where m.workspace_id = ${ctx.workspace.id} and m.id = x.id and m.id = any (${rows.map(({ id }) => id)}::uuid[]) and m.state = 'planned'
    returning m.id, m.state`.execute(ctx.db);
  const goes = new Set(kept.filter(({ state }) => state === 'sending').map(({ id }) => id));
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

type Met = Message & FactRow & { to: string | null; spoken: Tongue | null };

/** The last look: leaves now, later, or never. Whoever is profiled was left out when the recipients were written down. */
function decisionOn(ctx: Ctx, row: Met, purpose: Purpose, settings: CareSettings) {
  const policy = { purpose, profiled: false, budgetContacts: settings.budgetContacts };
  const reason = refusalOf({ ...row, sameAddress: false }, policy);
  if (reason) return { id: row.id, state: 'skipped', reason, due: null, to: null };
  const due = row.at_once ? ctx.now : afterQuiet(row.zone, ctx.now, { from: settings.quietFrom, to: settings.quietTo });
  return due > ctx.now
    ? { id: row.id, state: 'planned', reason: null, due, to: null }
    : { id: row.id, state: 'sending', reason: null, due: null, to: row.to };
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
    where m.workspace_id = ${ctx.workspace.id} and m.id = x.id and m.id = any (${given.map(({ id }) => id)}::uuid[])`.execute(
    ctx.db,
  );
  const byId = new Map(given.map(({ id, code }) => [id, code]));
  return rows.map((row) => {
    const code = byId.get(row.id);
    return code ? { ...row, fields: { ...(row.fields as Record<string, string> | null), coupon: code } } : row;
  });
}

/** What went to many at once is finished when nothing of it is open any more. */
async function finishDone(ctx: Ctx, channelId: string): Promise<void> {
  await sql`
    update care_sendings d set state = 'finished', finished_at = ${ctx.now}
    where d.workspace_id = ${ctx.workspace.id} and d.channel_id = ${channelId} and d.state = 'open' and d.sender in ('campaign', 'newsletter')
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
