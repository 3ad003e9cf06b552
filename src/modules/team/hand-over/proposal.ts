import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { acquaintancesOf } from '../../customers/index.ts';
import { BRANCHES, groupsOf, members } from '../../workspaces/index.ts';
import { roomOf } from '../distribution/loads.ts';
import { handOverErrors } from './contract.ts';
import { knowledgeOf, type Knowledge } from './knowledge.ts';
import { propose, type Receiver } from './rules/propose.ts';

const refuse = refusals(handOverErrors);
/** Beyond, a hand-over would be a list that nobody reads. */
const MOST = 10_000;

/**
 * Adds the customers whom the colleague looks after by now and drops those who have gone elsewhere; whoever is new gets
 * a proposal. Without `receivers`, everybody who is here may get customers.
 */
export async function gatherCustomers(
  ctx: Ctx,
  { id, memberId }: { id: string; memberId: string },
  receivers?: readonly string[],
): Promise<void> {
  await sql`
    delete from hand_over_customers h where h.workspace_id = ${ctx.workspace.id} and h.hand_over_id = ${id}
      and not exists (select 1 from customers c where c.workspace_id = h.workspace_id and c.id = h.customer_id
        and c.owner_id = ${memberId} and c.binned_at is null)`.execute(ctx.db);
  const fresh = await ctx.db
    .selectFrom('customers')
    .select(['id', 'branch_id'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('owner_id', '=', memberId)
    .where('binned_at', 'is', null)
    .where(
      sql<boolean>`not exists (select 1 from hand_over_customers h
        where h.workspace_id = customers.workspace_id and h.hand_over_id = ${id} and h.customer_id = customers.id)`,
    )
    .limit(MOST + 1)
    .execute();
  if (fresh.length > MOST) throw refuse('HAND_OVER_TOO_MANY', { most: MOST });
  if (fresh.length === 0) return;
  const ids = fresh.map((row) => row.id);
  const [known, facts, among] = await Promise.all([
    acquaintancesOf(ctx, ids),
    knowledgeOf(ctx, ids),
    receiversFor(ctx, id, memberId, receivers),
  ]);
  const worth = (one: string) => facts.get(one)?.yearMinor ?? 0n;
  const inOrder = fresh.toSorted((a, b) => Number(worth(b.id) - worth(a.id)));
  const proposals = propose(
    inOrder.map((row) => ({
      id: row.id,
      branchId: row.branch_id,
      knownBy: withSellers(known.get(row.id), facts.get(row.id), among),
    })),
    among,
  );
  await insertCustomers(ctx, id, ids, facts, (one) => proposals.get(one) ?? { toId: null, why: 'nobody' });
}

type NamedReceiver = Receiver & { name: string };

/** With the room that the draft itself has not yet taken. */
async function receiversFor(
  ctx: Ctx,
  id: string,
  memberId: string,
  wanted?: readonly string[],
): Promise<NamedReceiver[]> {
  const [people, room, branches, taken] = await Promise.all([
    members(ctx),
    roomOf(ctx),
    groupsOf(ctx, BRANCHES),
    ctx.db
      .selectFrom('hand_over_customers')
      .select(['to_id', (eb) => eb.fn.countAll<bigint>().as('customers')])
      .where('workspace_id', '=', ctx.workspace.id)
      .where('hand_over_id', '=', id)
      .groupBy('to_id')
      .execute(),
  ]);
  const promised = new Map(taken.map(({ to_id: to, customers }) => [to, Number(customers)]));
  const chosen = people.filter((one) => one.id !== memberId && room.has(one.id));
  return chosen
    .filter((one) => (wanted ? wanted.includes(one.id) : !WITHOUT_CUSTOMERS.has(one.role)))
    .map((one) => ({
      id: one.id,
      name: one.name,
      branchIds: branches.filter(({ memberIds }) => memberIds.includes(one.id)).map((branch) => branch.id),
      room: (room.get(one.id) ?? 0) - (promised.get(one.id) ?? 0),
    }));
}

/** Roles that do not look after customers unless somebody says so. */
const WITHOUT_CUSTOMERS = new Set(['reader', 'clerk', 'marketing']);

function withSellers(
  known: ReadonlyMap<string, number> | undefined,
  facts: Knowledge | undefined,
  among: readonly NamedReceiver[],
): ReadonlyMap<string, number> {
  const all = new Map(known);
  for (const { id, name } of among) {
    const sold = facts?.sellers?.get(name) ?? 0;
    if (sold > 0) all.set(id, (all.get(id) ?? 0) + sold);
  }
  return all;
}

async function insertCustomers(
  ctx: Ctx,
  id: string,
  ids: readonly string[],
  facts: ReadonlyMap<string, Knowledge>,
  proposalOf: (id: string) => { toId: string | null; why: string },
): Promise<void> {
  const rows = ids.map((one) => {
    const { yearMinor = 0n, atRisk = false, lastOn = null, recentOrders = 0 } = facts.get(one) ?? {};
    const { toId, why } = proposalOf(one);
    return {
      id: one,
      to_id: toId,
      why,
      value: yearMinor.toString(),
      risk: atRisk,
      last_on: lastOn,
      recent: recentOrders,
    };
  });
  await sql`
    insert into hand_over_customers (workspace_id, hand_over_id, customer_id, to_id, why, value_minor, at_risk, last_on,
      recent_orders)
    select ${ctx.workspace.id}, ${id}, r.id, r.to_id, r.why, r.value, r.risk, r.last_on, r.recent
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (id uuid, to_id uuid, why text, value bigint, risk boolean, last_on date, recent int)`.execute(ctx.db);
}
