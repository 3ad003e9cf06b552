import { expressionBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { isId } from '../../../kernel/ids.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { isCivilDate } from '../../../maths/calendar.ts';
import { visibleCustomers } from '../../customers/index.ts';
import type { CaseKind, ListedCase } from './case-contract.ts';
import { presentCases, type ListedRow } from './present-cases.ts';

interface Asked {
  limit: number;
  cursor?: string | undefined;
  show: 'open' | 'returned' | 'closed';
  kind?: CaseKind | undefined;
  mine?: 'true' | 'false' | undefined;
  customerId?: string | undefined;
}

interface Page {
  items: ListedCase[];
  nextCursor: string | null;
  count: { value: number; exact: boolean };
}

/** Open ones whose deadline is nearest first; closed ones the latest first. */
export async function listCases(ctx: Ctx, { limit, cursor, ...asked }: Asked): Promise<Page> {
  const closed = asked.show === 'closed';
  const key = sql.ref(closed ? 'c.closed_on' : 'c.due_on');
  const direction = closed ? sql`desc` : sql`asc`;
  const from = rowsOf(ctx, asked);
  const [{ rows }, counted] = await Promise.all([
    sql<ListedRow>`
      select c.*, back.day as purchase_on, back.amount_minor as purchase_minor ${from} ${after(cursor, key, closed)}
      order by ${key} ${direction}, c.id ${direction} limit ${limit + 1}`.execute(ctx.db),
    sql<{
      count: number;
    }>`select count(*)::int as count from (select 1 ${from} limit ${COUNT_LIMIT + 1}) found`.execute(ctx.db),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: await presentCases(ctx, shown),
    nextCursor: rows.length > limit && last ? encodeCursor([closed ? last.closed_on : last.due_on, last.id]) : null,
    count: countOf(counted.rows[0]?.count ?? 0),
  };
}

function rowsOf(ctx: Ctx, { show, kind, mine, customerId }: Omit<Asked, 'limit' | 'cursor'>) {
  const { memberId } = ctx.actor;
  return sql`
    from retention_cases c
    join customers on customers.workspace_id = c.workspace_id and customers.id = c.customer_id
    left join lateral (
      select p.day, p.amount_minor from purchase_days p
      where c.closed_on is null and p.workspace_id = c.workspace_id and p.customer_id = c.customer_id
        and p.day >= c.opened_on
      order by p.day limit 1
    ) back on true
    where c.workspace_id = ${ctx.workspace.id} and c.closed_on ${show === 'closed' ? sql`is not null` : sql`is null`}
      ${show === 'returned' ? sql`and back.day is not null` : sql``}
      ${kind ? sql`and c.kind = ${kind}` : sql``}
      ${mine === 'true' ? sql`and ${memberId}::uuid in (c.sales_id, c.service_id)` : sql``}
      ${customerId ? sql`and c.customer_id = ${customerId}` : sql``}
      and ${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())}`;
}

function after(cursor: string | undefined, key: ReturnType<typeof sql.ref>, closed: boolean) {
  const [day, id] = decodeCursor(cursor, 2) ?? [];
  // Mangled, or of another list: begin again.
  if (!isCivilDate(day) || typeof id !== 'string' || !isId(id)) return sql``;
  return sql`and (${key}, c.id) ${closed ? sql`<` : sql`>`} (${day}::date, ${id}::uuid)`;
}
