import { expressionBuilder, sql } from 'kysely';
import type { SqlBool } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { newId } from '../../../kernel/ids.ts';
import { mayProfile, visibleCustomers } from '../../customers/index.ts';
import { drawOf } from '../sending/freeze.ts';
import { wakeWalkers } from './wake.ts';
import type { Trigger } from './plan-contract.ts';
import { causeKept, mayEnter } from './rules/entering.ts';
import { flowOf } from './rules/flow.ts';
import { asAuthor, type Live } from './stored.ts';

/** Somebody whom something happened to, and what. */
export interface Newcomer {
  customerId: string;
  cause: string;
  fields?: Record<string, string>;
}

/** Beginnings that rest on what was computed of people: whoever asked not to be profiled does not enter by them. */
const PROFILED: ReadonlySet<Trigger['kind']> = new Set(['class', 'alert', 'segment', 'daily', 'stage']);

const PORTION = 2_000;

/** Lets in whom the journey's rules let in; answers how many. The same cause lets in once. */
export async function enterJourney(ctx: Ctx, journey: Live, newcomers: readonly Newcomer[]): Promise<number> {
  let entered = 0;
  for (let at = 0; at < newcomers.length; at += PORTION)
    entered += await letIn(ctx, journey, newcomers.slice(at, at + PORTION));
  if (entered > 0) await wakeWalkers(ctx, ctx.now);
  return entered;
}

interface Met {
  id: string;
  open: boolean;
  last_at: Date | null;
}

async function letIn(ctx: Ctx, journey: Live, newcomers: readonly Newcomer[]): Promise<number> {
  const { plan } = journey;
  // One at a time into one journey, so that two causes at the same moment do not both find the door open.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`journey ${journey.id}`}, 0))`.execute(ctx.db);
  const met = await whoMayBeMeant(ctx, journey, [...new Set(newcomers.map(({ customerId }) => customerId))]);
  const first = flowOf(plan).first;
  const rows = newcomers.flatMap(({ customerId, cause, fields = {} }) => {
    const earlier = met.get(customerId);
    if (!earlier || !mayEnter(plan.again, { open: earlier.open, lastAt: earlier.last_at }, ctx.now)) return [];
    const held = drawOf(journey.id, customerId) * 100 < plan.holdOutPercent;
    return [{ id: newId(), customer: customerId, cause: causeKept(plan.again, cause), held, fields }];
  });
  const { numAffectedRows } = await sql`
    insert into care_journey_entries (workspace_id, id, journey_id, version, customer_id, cause, entered_at, entered_on,
      state, step, step_since, due_at, fields)
    select ${ctx.workspace.id}, x.id, ${journey.id}, ${journey.version}, x.customer, x.cause, ${ctx.now}, ${ctx.today},
      case when x.held then 'held' else 'waiting' end, case when x.held then null else ${first}::uuid end,
      case when x.held then null else ${ctx.now}::timestamptz end, case when x.held then null else ${ctx.now}::timestamptz end, x.fields
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id uuid, customer uuid, cause text, held boolean, fields jsonb)
    on conflict do nothing`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n);
}

/** Of those named, who is on file and within reach of whoever published the journey, with their earlier times in it. */
async function whoMayBeMeant(ctx: Ctx, journey: Live, ids: readonly string[]): Promise<Map<string, Met>> {
  const author = await asAuthor(ctx, journey);
  const visible = sql<SqlBool>`${visibleCustomers(author)(expressionBuilder<DB, 'customers'>())}`;
  const wanted = PROFILED.has(journey.plan.trigger.kind) ? mayProfile(ctx, sql`customers.id`) : sql`true`;
  const { rows } = await sql<Met>`
    select customers.id, coalesce(past.open, false) as open, past.last_at from customers
    left join lateral (
      select bool_or(e.state = 'waiting') as open, max(e.entered_at) as last_at from care_journey_entries e
      where e.workspace_id = customers.workspace_id and e.customer_id = customers.id and e.journey_id = ${journey.id}) past on true
    where customers.workspace_id = ${ctx.workspace.id} and customers.id = any (${ids}::uuid[]) and ${visible} and ${wanted}`.execute(
    ctx.db,
  );
  return new Map(rows.map((row) => [row.id, row]));
}
