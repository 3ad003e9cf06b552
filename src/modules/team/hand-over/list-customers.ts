import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { isId } from '../../../kernel/ids.ts';
import { countOf, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { customerNames } from '../../customers/index.ts';
import { memberNames } from '../../workspaces/index.ts';
import type { HandOverItem } from './contract.ts';
import { moneyOf } from './present.ts';
import { handOverSeen } from './reach.ts';

interface Row {
  customer_id: string;
  to_id: string | null;
  why: HandOverItem['why'];
  value_minor: string;
  at_risk: boolean;
  last_on: string | null;
  recent_orders: number;
  tasks: number;
  task_id: string | null;
  task_due: string | null;
  task_done: boolean;
  message: HandOverItem['message'];
  objected_at: Date | null;
  objection: string | null;
}

interface Asked {
  id: string;
  limit: number;
  cursor?: string | undefined;
}

export async function listHandedCustomers(ctx: Ctx, { id, limit, cursor }: Asked) {
  const handOver = await handOverSeen(ctx, id);
  const given = handOver.state === 'draft' ? sql`` : sql`and h.given`;
  const { rows } = await sql<Row>`
    select h.customer_id, h.to_id, h.why, h.value_minor::text, h.at_risk, h.last_on, h.recent_orders, h.task_id,
      h.message, h.objected_at, h.objection, first.due_on as task_due, first.done_at is not null as task_done,
      (select count(*)::int from tasks t where t.workspace_id = h.workspace_id and t.customer_id = h.customer_id
        and t.done_at is null and t.deleted_at is null) as tasks
    from hand_over_customers h
    left join tasks first on first.workspace_id = h.workspace_id and first.id = h.task_id
    where h.workspace_id = ${ctx.workspace.id} and h.hand_over_id = ${id} ${given} ${after(cursor)}
    order by h.at_risk desc, h.value_minor desc, h.customer_id limit ${limit + 1}`.execute(ctx.db);
  const shown = rows.slice(0, limit);
  const [customers, people, count] = await Promise.all([
    customerNames(
      ctx,
      shown.map((row) => row.customer_id),
    ),
    memberNames(
      ctx,
      shown.flatMap((row) => row.to_id ?? []),
    ),
    sql<{ count: number }>`
      select count(*)::int as count from hand_over_customers h
      where h.workspace_id = ${ctx.workspace.id} and h.hand_over_id = ${id} ${given}`.execute(ctx.db),
  ]);
  const last = shown.at(-1);
  return {
    items: shown.map((row): HandOverItem => ({
      customer: { id: row.customer_id, name: customers.get(row.customer_id)?.name ?? '' },
      to: row.to_id === null ? null : { id: row.to_id, name: people.get(row.to_id) ?? '' },
      why: row.why,
      value: moneyOf(ctx, BigInt(row.value_minor)),
      atRisk: row.at_risk,
      lastOn: row.last_on,
      recentOrders: row.recent_orders,
      tasks: row.tasks,
      contact: row.task_id === null ? null : { taskId: row.task_id, dueOn: row.task_due, done: row.task_done },
      message: row.message,
      objectedAt: row.objected_at?.toISOString() ?? null,
      objection: row.objection,
    })),
    nextCursor:
      last && rows.length > limit ? encodeCursor([String(last.at_risk), last.value_minor, last.customer_id]) : null,
    count: countOf(count.rows[0]?.count ?? 0),
  };
}

/** In the order of the list; a mangled place begins again. */
function after(cursor: string | undefined) {
  const [risk, value, id] = (decodeCursor(cursor, 3) ?? []).map(String);
  if (!id || !isId(id) || !value || !/^-?\d{1,18}$/.test(value)) return sql``;
  const riskier = risk === 'true';
  return sql`and (h.at_risk < ${riskier} or (h.at_risk = ${riskier} and (h.value_minor < ${value}::bigint
    or (h.value_minor = ${value}::bigint and h.customer_id > ${id}::uuid))))`;
}
