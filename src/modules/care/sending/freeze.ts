import { sql } from 'kysely';
import { z } from 'zod';
import { stranger, systemActor, type Actor } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { id } from '../../../kernel/contract.ts';
import { newId } from '../../../kernel/ids.ts';
import { longJob, type LongWork } from '../../../kernel/jobs/jobs.ts';
import { mark } from '../../../kernel/secrets.ts';
import { actorOfAuthor } from '../../workspaces/index.ts';
import type { AbRule, Audience } from '../campaigns/contract.ts';
import { factsOf, type FactRow } from '../gate/facts.ts';
import { refusalOf, type Policy } from '../rules/gate.ts';
import { readSettings } from '../settings.ts';
import { isOneMailbox, type ChannelKind, type Purpose } from '../shapes-contract.ts';
import { meantBy } from './audience.ts';
import { sendSeeds } from './seeds.ts';
import { wake, type SendingRow } from './sendings.ts';

/** Writes down who gets it, portion by portion, draws who is left in peace, and opens the sending. */
export const freezeJob = longJob('care.freeze', z.object({ sendingId: id }), freeze);

const PORTION = 2_000;

/** What the sender decided; the campaign's own row as it is when the sending begins. */
interface Plan {
  audience: Audience;
  startedBy: string | null;
  holdOutPercent: number;
  ab: AbRule | null;
  a: { id: string; version: number };
  b: { id: string; version: number } | null;
  fields: Record<string, string>;
  kind: ChannelKind;
}

async function freeze(work: LongWork, { sendingId }: { sendingId: string }): Promise<void> {
  for (let more = true; more;) {
    work.signal.throwIfAborted();
    more = await work.step((ctx) => freezePortion(ctx, sendingId));
  }
  await sendSeeds(work, sendingId);
}

/** The portion's place is kept with its rows: after a power cut it goes on there. False when all is done. */
export async function freezePortion(system: Ctx, sendingId: string): Promise<boolean> {
  const sending = await lockedSending(system, sendingId);
  const plan = sending && (await planOf(system, sending.sender_id));
  if (!sending || !plan) return false;
  const ctx: Ctx = { ...system, actor: await authorOf(system, plan.startedBy) };
  const last = await writeDown(ctx, sending, plan);
  if (last !== null) {
    await ctx.db
      .updateTable('care_sendings')
      .set({ frozen_to: last })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', sendingId)
      .execute();
    return true;
  }
  await allot(ctx, sendingId, plan);
  await ctx.db
    .updateTable('care_sendings')
    .set({ state: 'open', opened_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', sendingId)
    .execute();
  await wake(ctx, sending.channel_id);
  return false;
}

interface Met extends FactRow {
  id: string;
  to: string | null;
  twin: boolean;
  stratum: string;
}

/** Answers the last customer of the portion; null when there is nobody left. */
async function writeDown(ctx: Ctx, sending: SendingRow, plan: Plan): Promise<string | null> {
  const settings = await readSettings(ctx);
  const purpose = sending.purpose as Purpose;
  const { condition, profiled } = await meantBy(ctx, plan.audience);
  const facts = factsOf(ctx, { channel: plan.kind, purpose, settings });
  const { rows } = await sql<Met>`
    select customers.id, ${facts.columns}, ${facts.address} as to,
      exists (select from customers d
        join care_messages m on m.workspace_id = d.workspace_id and m.sending_id = ${sending.id} and m.customer_id = d.id and m.state = 'planned'
        where d.workspace_id = ${ctx.workspace.id} and ${sameAddress(plan.kind)} and d.id <> customers.id) as twin,
      ${stratumOn(ctx.today)} as stratum
    from customers
    left join customer_statistics s on s.workspace_id = customers.workspace_id and s.customer_id = customers.id
    ${facts.joins}
    where ${condition} and customers.id > coalesce(${sending.frozen_to}::uuid, '00000000-0000-0000-0000-000000000000')
    order by customers.id limit ${PORTION}`.execute(ctx.db);
  if (rows.length === 0) return null;
  const policy: Policy = { purpose, profiled, budgetContacts: settings.budgetContacts };
  const taken = new Set<string>();
  const messages = rows.map((row) => {
    const twin = row.twin || (isOneMailbox(plan.kind) && row.to !== null && taken.has(row.to));
    const reason = refusalOf({ ...row, sameAddress: twin }, policy);
    if (!reason && row.to) taken.add(row.to);
    return {
      id: newId(),
      customer: row.id,
      state: reason ? 'skipped' : 'planned',
      reason,
      drawn: !reason,
      stratum: row.stratum,
      draw: drawOf(sending.id, row.id),
    };
  });
  await sql`
    insert into care_messages (workspace_id, id, sending_id, customer_id, state, reason, drawn, stratum, draw, template_id, template_version, fields, due_at)
    select ${ctx.workspace.id}, x.id, ${sending.id}, x.customer, x.state, x.reason, x.drawn, x.stratum, x.draw,
      ${plan.a.id}, ${plan.a.version}, ${JSON.stringify(plan.fields)}::jsonb, ${ctx.now}
    from jsonb_to_recordset(${JSON.stringify(messages)}::jsonb)
      as x (id uuid, customer uuid, state text, reason text, drawn boolean, stratum text, draw double precision)
    on conflict (workspace_id, sending_id, customer_id, step) do nothing`.execute(ctx.db);
  return rows.at(-1)?.id ?? null;
}

/** How often and how lately somebody buys: alike customers are divided alike. */
function stratumOn(today: string) {
  return sql<string>`
    case when coalesce(s.purchase_days, 0) = 0 then '0' when s.purchase_days = 1 then '1' when s.purchase_days < 5 then '2-4' else '5+' end
    || case when s.last_on > ${today}::date - 90 then ' lately' else '' end`;
}

function sameAddress(kind: ChannelKind) {
  if (!isOneMailbox(kind)) return sql`false`;
  return kind === 'email' ? sql`d.email = customers.email` : sql`d.phone = customers.phone`;
}

/** Chance that nobody can choose or guess, and that is the same whenever it is asked: 0 to 1. */
export function drawOf(sendingId: string, customerId: string): number {
  const hex = Buffer.from(mark('care hold-out', `${sendingId} ${customerId}`), 'base64url')
    .subarray(0, 6)
    .toString('hex');
  return Number.parseInt(hex, 16) / 2 ** 48;
}

/**
 * In the order of the strata and, within, of the draw, every so-and-so-many-th is left in peace: the share is kept over all
 * and in each stratum to within one person. The others get one version and the other in turn.
 */
async function allot(ctx: Ctx, sendingId: string, { holdOutPercent, ab, a, b }: Plan): Promise<void> {
  const held = holdOutPercent / 100;
  const tested = ab?.rule === 'winner' ? ab.testPercent / 100 : 1;
  const offset = drawOf(sendingId, 'offset');
  if (held === 0 && b === null) return;
  // Numbered by windows, joined once and by key: rows just written have no statistics, and a join among them is quadratic.
  await sql`
    with placed as (
      select id, stratum, draw, row_number() over (order by stratum, draw, id) as place
      from care_messages where workspace_id = ${ctx.workspace.id} and sending_id = ${sendingId} and drawn),
    chosen as (
      select id, stratum, draw, ${everyNth(held, offset)} as held from placed),
    rest as (
      select id, held, row_number() over (partition by held order by stratum, draw, id) as place from chosen),
    halves as (
      select id, held, not held and ${everyNth(tested, offset)} as tested, place % 2 = 0 as second from rest)
    update care_messages m set
      state = case when h.held then 'held' else m.state end,
      variant = case when ${b !== null} and h.tested then case when h.second then 'B' else 'A' end end,
      template_id = case when ${b !== null} and h.tested and h.second then ${b?.id ?? a.id}::uuid else m.template_id end,
      template_version = case when ${b !== null} and h.tested and h.second then ${b?.version ?? a.version}::int else m.template_version end,
      due_at = case when ${b !== null} and not h.held and not h.tested then null else m.due_at end
    from halves h
    where m.workspace_id = ${ctx.workspace.id} and m.id = h.id and (h.held or ${b !== null})`.execute(ctx.db);
}

/** Systematic sampling: true for a share of the places, spread evenly. */
function everyNth(share: number, offset: number) {
  return sql<boolean>`floor((place + ${offset}::float8) * ${share}::float8) > floor((place - 1 + ${offset}::float8) * ${share}::float8)`;
}

async function lockedSending(ctx: Ctx, sendingId: string): Promise<SendingRow | undefined> {
  return ctx.db
    .selectFrom('care_sendings')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', sendingId)
    .where('state', '=', 'freezing')
    .forUpdate()
    .executeTakeFirst();
}

async function planOf(ctx: Ctx, campaignId: string): Promise<Plan | undefined> {
  const { rows } = await sql<{
    audience: Audience;
    startedBy: string | null;
    holdOutPercent: number;
    ab: AbRule | null;
    offer: string | null;
    kind: ChannelKind;
    a: string;
    aVersion: number;
    b: string | null;
    bVersion: number | null;
  }>`
    select c.audience, c.started_by as "startedBy", c.hold_out_percent as "holdOutPercent", c.ab, c.offer, h.kind,
      a.id as a, a.version as "aVersion", b.id as b, b.version as "bVersion"
    from care_campaigns c
    join care_channels h on h.workspace_id = c.workspace_id and h.id = c.channel_id
    join care_templates a on a.workspace_id = c.workspace_id and a.id = c.template_id
    left join care_templates b on b.workspace_id = c.workspace_id and b.id = c.template_b_id
    where c.workspace_id = ${ctx.workspace.id} and c.id = ${campaignId}`.execute(ctx.db);
  const [row] = rows;
  if (!row) return undefined;
  return {
    audience: row.audience,
    startedBy: row.startedBy,
    holdOutPercent: row.holdOutPercent,
    ab: row.b === null ? null : (row.ab ?? { rule: 'split' }),
    a: { id: row.a, version: row.aVersion },
    b: row.b === null || row.bVersion === null ? null : { id: row.b, version: row.bVersion },
    fields: row.offer ? { offer: row.offer } : {},
    kind: row.kind,
  };
}

/** With the rights that whoever started it has now: none, who has left. */
export async function authorOf(ctx: Ctx, startedBy: string | null): Promise<Actor> {
  if (startedBy === null) return systemActor;
  return (await actorOfAuthor(ctx, startedBy)) ?? stranger;
}
