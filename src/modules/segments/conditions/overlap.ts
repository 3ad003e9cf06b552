import { expressionBuilder, sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { refusals } from '../../../kernel/errors.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { visibleCustomers } from '../../customers/index.ts';
import { segmentErrors, type Share } from './contract.ts';
import { wholeSegment } from './view.ts';

const refuse = refusals(segmentErrors);

export async function overlapOfSegments(
  ctx: Ctx,
  { a, b }: { a: string; b: string },
): Promise<{ both: Share; onlyA: Share; onlyB: Share }> {
  if (a === b) throw refuse('SEGMENT_SAME', { path: 'b' });
  const [one, other] = [await wholeSegment(ctx, a), await wholeSegment(ctx, b)];
  const { both, onlyA, onlyB } = await compareSets(ctx, membersOf(ctx, one.id), membersOf(ctx, other.id));
  return { both, onlyA, onlyB };
}

export function membersOf(ctx: Ctx, segmentId: string): RawBuilder<unknown> {
  return sql`
    select customer_id from segment_members where workspace_id = ${ctx.workspace.id} and segment_id = ${segmentId}`;
}

/** Two sets of customers side by side, as far as the actor sees, and what those of each part spent so far. */
export async function compareSets(
  ctx: Ctx,
  a: RawBuilder<unknown>,
  b: RawBuilder<unknown>,
): Promise<{ both: Share; onlyA: Share; onlyB: Share }> {
  const { rows } = await sql<{ part: 'both' | 'onlyA' | 'onlyB'; count: number; spent: bigint }>`
    select case when a.customer_id is null then 'onlyB' when b.customer_id is null then 'onlyA' else 'both' end as part,
      count(*)::int as count, coalesce(sum(s.spent_minor), 0)::int8 as spent
    from (${a}) a full join (${b}) b on b.customer_id = a.customer_id
    join customers on customers.workspace_id = ${ctx.workspace.id}
      and customers.id = coalesce(a.customer_id, b.customer_id)
    left join customer_statistics s on s.workspace_id = customers.workspace_id and s.customer_id = customers.id
    where ${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())}
    group by 1`.execute(ctx.db);
  const share = (part: string): Share => {
    const row = rows.find((one) => one.part === part);
    return { count: row?.count ?? 0, spent: inBase(ctx, row?.spent ?? 0n) };
  };
  return { both: share('both'), onlyA: share('onlyA'), onlyB: share('onlyB') };
}
