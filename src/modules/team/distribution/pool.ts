import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { isId } from '../../../kernel/ids.ts';
import { countOf, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { startOfDay } from '../../../maths/calendar.ts';
import { customerNames, customerSeen, handOnCustomers, takenSince } from '../../customers/index.ts';
import { branchNames, memberNames } from '../../workspaces/index.ts';
import { distributionErrors, type LeavingCustomer, type PooledCustomer } from './contract.ts';
import { poolCount, roomOf } from './loads.ts';
import { holdSettings, readSettings } from './settings.ts';

const refuse = refusals(distributionErrors);
const SHOWN_LEAVING = 200;

interface Row {
  id: string;
  name: string;
  stage: string;
  source: string | null;
  branch_id: string | null;
  tags: string[];
  since: Date;
}

/** Nobody's customers, the newest first. What is shown is enough to decide, and no contact. */
export async function listPool(ctx: Ctx, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const settings = await readSettings(ctx);
  const after = decodeCursor(cursor, 1)?.[0];
  const branches = settings.own_branch_only ? (ctx.actor.branchIds ?? []) : null;
  const { rows } = await sql<Row>`
    select c.id, c.name, c.stage, c.source, c.branch_id, c.tags, coalesce((
      select max(o.at) from customer_owners o
      where o.workspace_id = c.workspace_id and o.customer_id = c.id), c.created_at) as since
    from customers c
    where c.workspace_id = ${ctx.workspace.id} and c.owner_id is null and c.binned_at is null
      ${typeof after === 'string' && isId(after) ? sql`and c.id < ${after}::uuid` : sql``}
      ${branches ? sql`and (c.branch_id is null or c.branch_id = any (${[...branches]}::uuid[]))` : sql``}
    order by c.id desc limit ${limit + 1}`.execute(ctx.db);
  const shown = rows.slice(0, limit);
  const names = await branchNames(ctx);
  const last = shown.at(-1);
  return {
    items: shown.map((row): PooledCustomer => ({
      id: row.id,
      name: row.name,
      stage: row.stage,
      source: row.source,
      branch: row.branch_id === null ? null : { id: row.branch_id, name: names.get(row.branch_id) ?? '' },
      tags: row.tags,
      since: row.since.toISOString(),
    })),
    nextCursor: last && rows.length > limit ? encodeCursor([last.id]) : null,
    count: branches ? countOf(shown.length) : await poolCount(ctx),
    left: await leftToday(ctx, settings.takes_a_day),
  };
}

/** One customer goes to one person: the row is held, and whoever comes second is told that it is gone. */
export async function takeFromPool(ctx: Ctx, { id }: { id: string }): Promise<{ id: string; left: number }> {
  const me = ctx.actor.memberId;
  if (me === null) throw refuse('POOL_NOBODY');
  const settings = await holdSettings(ctx);
  const card = await ctx.db
    .selectFrom('customers')
    .select(['id', 'branch_id'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('owner_id', 'is', null)
    .where('binned_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!card) throw refuse('POOL_CUSTOMER_GONE');
  const foreign = card.branch_id !== null && !(ctx.actor.branchIds ?? []).includes(card.branch_id);
  if (settings.own_branch_only && foreign) throw refuse('POOL_OTHER_BRANCH');
  const taken = (await takenSince(ctx, [me], startOfDay(ctx.workspace.zone, ctx.today))).get(me) ?? 0;
  if (taken >= settings.takes_a_day) throw refuse('POOL_ENOUGH_TODAY', { most: settings.takes_a_day });
  const room = (await roomOf(ctx, { awayToo: true })).get(me) ?? 0;
  if (room < 1) throw refuse('POOL_NO_ROOM');
  await handOnCustomers(ctx, [{ customerId: id, from: null, to: me }], { why: 'taken', changeSetId: null });
  return { id, left: Math.min(settings.takes_a_day - taken - 1, room - 1) };
}

/** Only the owner does so; whoever manages people changes owners on the card. */
export async function returnToPool(ctx: Ctx, { id }: { id: string }): Promise<{ id: string }> {
  const me = ctx.actor.memberId;
  const card = await customerSeen(ctx, id).catch(() => null);
  if (!card || me === null || card.owner_id !== me) throw refuse('POOL_NOT_YOURS');
  await handOnCustomers(ctx, [{ customerId: card.id, from: me, to: null }], { why: 'pooled', changeSetId: null });
  await ctx.db
    .deleteFrom('pool_warnings')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', card.id)
    .execute();
  return { id: card.id };
}

export async function listLeaving(ctx: Ctx): Promise<{ items: LeavingCustomer[] }> {
  const rows = await ctx.db
    .selectFrom('pool_warnings')
    .select(['customer_id', 'owner_id', 'leaves_on'])
    .where('workspace_id', '=', ctx.workspace.id)
    .orderBy('leaves_on')
    .orderBy('customer_id')
    .limit(SHOWN_LEAVING)
    .execute();
  const [customers, owners] = await Promise.all([
    customerNames(
      ctx,
      rows.map((row) => row.customer_id),
    ),
    memberNames(
      ctx,
      rows.map((row) => row.owner_id),
    ),
  ]);
  return {
    items: rows.flatMap(({ customer_id: id, owner_id: owner, leaves_on: leavesOn }) => {
      const customer = customers.get(id);
      if (!customer) return [];
      return [{ customer: { id, name: customer.name }, owner: { id: owner, name: owners.get(owner) ?? '' }, leavesOn }];
    }),
  };
}

async function leftToday(ctx: Ctx, most: number): Promise<number> {
  const me = ctx.actor.memberId;
  if (me === null) return 0;
  const taken = (await takenSince(ctx, [me], startOfDay(ctx.workspace.zone, ctx.today))).get(me) ?? 0;
  const room = (await roomOf(ctx, { awayToo: true })).get(me) ?? 0;
  return Math.max(0, Math.min(most - taken, room));
}
