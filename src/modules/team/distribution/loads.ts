import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { countOf } from '../../../kernel/paging.ts';
import { startOfDay } from '../../../maths/calendar.ts';
import { ownedCounts, takenSince } from '../../customers/index.ts';
import { absentNow, members } from '../../workspaces/index.ts';
import type { DistributionState } from './contract.ts';

/** Who looks after how many, and what each may still get. */
export async function loadsOf(ctx: Ctx): Promise<DistributionState['people']> {
  const people = await members(ctx);
  const ids = people.map(({ id }) => id);
  const [counts, limits, away, taken, leaving] = await Promise.all([
    ownedCounts(ctx, ids),
    limitsOf(ctx),
    absentNow(ctx),
    takenSince(ctx, ids, startOfDay(ctx.workspace.zone, ctx.today)),
    leavingCounts(ctx),
  ]);
  return people.map(({ id, name }) => ({
    member: { id, name },
    customers: countOf(counts.get(id) ?? 0),
    limit: limits.get(id) ?? null,
    away: away.has(id),
    takenToday: taken.get(id) ?? 0,
    leaving: leaving.get(id) ?? 0,
  }));
}

/** How many more customers each colleague who is here may get; Infinity without a limit. */
export async function roomOf(ctx: Ctx, { awayToo = false }: { awayToo?: boolean } = {}): Promise<Map<string, number>> {
  const [limits, away, people] = await Promise.all([limitsOf(ctx), absentNow(ctx), members(ctx)]);
  const here = people.map(({ id }) => id).filter((id) => awayToo || !away.has(id));
  const limited = here.filter((id) => limits.has(id));
  // Counted as far as the limit goes: beyond it, there is no room either way.
  const counts = await ownedCounts(ctx, limited, Math.max(0, ...limits.values()) + 1);
  return new Map(
    here.map((id) => {
      const limit = limits.get(id);
      return [id, limit === undefined ? Infinity : Math.max(0, limit - (counts.get(id) ?? 0))];
    }),
  );
}

export async function poolCount(ctx: Ctx): Promise<{ value: number; exact: boolean }> {
  return countOf((await ownedCounts(ctx, [null])).get(null) ?? 0);
}

async function limitsOf(ctx: Ctx): Promise<Map<string, number>> {
  const rows = await ctx.db
    .selectFrom('distribution_limits')
    .select(['member_id', 'customers'])
    .where('workspace_id', '=', ctx.workspace.id)
    .execute();
  return new Map(rows.map(({ member_id: member, customers }) => [member, customers]));
}

async function leavingCounts(ctx: Ctx): Promise<Map<string, number>> {
  const { rows } = await sql<{ owner_id: string; customers: number }>`
    select owner_id, count(*)::int as customers from pool_warnings
    where workspace_id = ${ctx.workspace.id} group by owner_id`.execute(ctx.db);
  return new Map(rows.map(({ owner_id: owner, customers }) => [owner, customers]));
}
