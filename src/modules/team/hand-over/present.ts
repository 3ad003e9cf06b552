import { sql } from 'kysely';
import { may } from '../../../kernel/access.ts';
import type { Money } from '../../../kernel/contract.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { formatDecimal } from '../../../maths/money.ts';
import { readingsOfColleague } from '../../customers/index.ts';
import { keysMadeBy, memberNames } from '../../workspaces/index.ts';
import { roomOf } from '../distribution/loads.ts';
import type { HandOver, HandOverHead, HandOverKind } from './contract.ts';
import { handOverSeen, type HandOverRow } from './reach.ts';

const SHOWN = 200;

export async function listHandOvers(ctx: Ctx): Promise<{ items: HandOverHead[] }> {
  const { rows } = await sql<HandOverRow & { customers: number }>`
    select h.*, (select count(*)::int from hand_over_customers c
      where c.workspace_id = h.workspace_id and c.hand_over_id = h.id and (h.state = 'draft' or c.given)) as customers
    from hand_overs h where h.workspace_id = ${ctx.workspace.id} and h.state <> 'dropped'
    order by h.created_at desc, h.id desc limit ${SHOWN}`.execute(ctx.db);
  const names = await memberNames(
    ctx,
    rows.map((row) => row.member_id),
  );
  return { items: rows.map((row) => headOf(row, names.get(row.member_id) ?? '', row.customers)) };
}

export async function readHandOver(ctx: Ctx, { id }: { id: string }): Promise<HandOver> {
  return presentHandOver(ctx, await handOverSeen(ctx, id));
}

export async function presentHandOver(ctx: Ctx, row: HandOverRow): Promise<HandOver> {
  const [shares, tasks, room, readings, keys, done] = await Promise.all([
    sharesOf(ctx, row.id),
    openTasks(ctx, row.member_id),
    roomOf(ctx, { awayToo: true }),
    may(ctx.actor, 'privacy.manage') || ctx.actor.kind === 'system' ? readingsOfColleague(ctx, row.member_id) : null,
    keysMadeBy(ctx, row.member_id),
    progressOf(ctx, row.id),
  ]);
  const names = await memberNames(ctx, [row.member_id, ...shares.flatMap(({ to_id: to }) => to ?? [])]);
  const sum = (pick: (share: ShareRow) => bigint) => shares.reduce((total, share) => total + pick(share), 0n);
  const count = Number(sum((share) => BigInt(share.customers)));
  return {
    ...headOf(row, names.get(row.member_id) ?? '', count),
    contactDays: row.contact_days,
    message: row.message,
    byMail: row.by_mail,
    value: moneyOf(
      ctx,
      sum((share) => BigInt(share.value)),
    ),
    atRisk: Number(sum((share) => BigInt(share.at_risk))),
    recentOrders: Number(sum((share) => BigInt(share.recent))),
    ...tasks,
    shares: shares.map((share) => ({
      member: share.to_id === null ? null : { id: share.to_id, name: names.get(share.to_id) ?? '' },
      customers: share.customers,
      value: moneyOf(ctx, BigInt(share.value)),
      room: share.to_id === null ? null : finite(room.get(share.to_id) ?? 0),
    })),
    readings,
    keys,
    ...done,
    changeSet: row.change_set_id,
    version: row.version,
  };
}

export function moneyOf(ctx: Ctx, minor: bigint): Money {
  const currency = ctx.workspace.baseCurrency;
  return { amount: formatDecimal(minor, currency), currency };
}

function finite(room: number): number | null {
  return Number.isFinite(room) ? room : null;
}

function headOf(row: HandOverRow, name: string, customers: number): HandOverHead {
  return {
    id: row.id,
    kind: row.kind as HandOverKind,
    state: row.state as HandOverHead['state'],
    member: { id: row.member_id, name },
    endsAt: row.ends_at?.toISOString() ?? null,
    customers,
    by: row.created_by_name,
    createdAt: row.created_at.toISOString(),
    givenAt: row.given_at?.toISOString() ?? null,
    returnedAt: row.returned_at?.toISOString() ?? null,
  };
}

interface ShareRow {
  to_id: string | null;
  customers: number;
  value: string;
  at_risk: number;
  recent: number;
}

async function sharesOf(ctx: Ctx, id: string): Promise<ShareRow[]> {
  const { rows } = await sql<ShareRow>`
    select to_id, count(*)::int as customers, sum(value_minor)::text as value,
      count(*) filter (where at_risk)::int as at_risk, sum(recent_orders)::int as recent
    from hand_over_customers where workspace_id = ${ctx.workspace.id} and hand_over_id = ${id}
    group by to_id order by customers desc, to_id`.execute(ctx.db);
  return rows;
}

async function openTasks(ctx: Ctx, memberId: string): Promise<{ tasks: number; appointments: number }> {
  const { rows } = await sql<{ tasks: number; appointments: number }>`
    select count(*)::int as tasks, count(due_at)::int as appointments from tasks
    where workspace_id = ${ctx.workspace.id} and assignee_id = ${memberId} and done_at is null and deleted_at is null`.execute(
    ctx.db,
  );
  return rows[0] ?? { tasks: 0, appointments: 0 };
}

async function progressOf(ctx: Ctx, id: string): Promise<{ contacted: number; objections: number }> {
  const { rows } = await sql<{ contacted: number; objections: number }>`
    select count(t.done_at)::int as contacted, count(h.objected_at)::int as objections
    from hand_over_customers h
    left join tasks t on t.workspace_id = h.workspace_id and t.id = h.task_id
    where h.workspace_id = ${ctx.workspace.id} and h.hand_over_id = ${id} and h.given`.execute(ctx.db);
  return rows[0] ?? { contacted: 0, objections: 0 };
}
