import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { isId } from '../../../kernel/ids.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { isCivilDate } from '../../../maths/calendar.ts';
import { formatDecimal } from '../../../maths/money.ts';
import { customerNames } from '../../customers/index.ts';
import type { CostRow } from './book.ts';
import type { Cost, CostKind, CostPurpose } from './contract.ts';

interface Asked {
  limit: number;
  cursor?: string | undefined;
  purpose?: CostPurpose | undefined;
}

export async function listCosts(ctx: Ctx, { limit, cursor, purpose }: Asked) {
  const from = sql`
    from retention_costs k
    where k.workspace_id = ${ctx.workspace.id} ${purpose ? sql`and k.purpose = ${purpose}` : sql``}`;
  const [{ rows }, counted] = await Promise.all([
    sql<CostRow & { taken_back: boolean }>`
      select k.*, exists (
        select 1 from retention_costs b where b.workspace_id = k.workspace_id and b.takes_back = k.id) as taken_back
      ${from} ${after(cursor)} order by k.day desc, k.id desc limit ${limit + 1}`.execute(ctx.db),
    sql<{
      count: number;
    }>`select count(*)::int as count from (select 1 ${from} limit ${COUNT_LIMIT + 1}) found`.execute(ctx.db),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: await presentCosts(ctx, shown),
    nextCursor: rows.length > limit && last ? encodeCursor([last.day, last.id]) : null,
    count: countOf(counted.rows[0]?.count ?? 0),
  };
}

/** Of a customer whom the reader does not see, the cost is shown without a name. */
export async function presentCosts(ctx: Ctx, rows: readonly (CostRow & { taken_back: boolean })[]): Promise<Cost[]> {
  const names = await customerNames(
    ctx,
    rows.flatMap((row) => row.customer_id ?? []),
  );
  return rows.map((row) => {
    const customer = row.customer_id === null ? undefined : names.get(row.customer_id);
    const amount = (minor: bigint) => ({ amount: formatDecimal(minor, row.currency), currency: row.currency });
    return {
      id: row.id,
      purpose: row.purpose as CostPurpose,
      kind: row.kind as CostKind,
      day: row.day,
      amount: amount(row.amount_minor),
      base: inBase(ctx, row.base_minor),
      hours: row.hours === null ? null : Number(row.hours),
      hourRate: row.hour_minor === null ? null : amount(row.hour_minor),
      customer: customer ? { id: customer.id, name: customer.name } : null,
      note: row.note,
      by: row.by_name,
      at: row.at.toISOString(),
      takenBack: row.taken_back,
      takesBack: row.takes_back !== null,
    };
  });
}

function after(cursor: string | undefined) {
  const [day, id] = decodeCursor(cursor, 2) ?? [];
  if (!isCivilDate(day) || typeof id !== 'string' || !isId(id)) return sql``;
  return sql`and (k.day, k.id) < (${day}::date, ${id}::uuid)`;
}
