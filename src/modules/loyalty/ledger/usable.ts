import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';

/** What somebody has today: lots that are over are no points any more, even before the night has booked it. */
export interface Usable {
  tier: string | null;
  /** Below nothing where points were taken back that were spent already. */
  balance: number;
  debt: number;
  /** What the till may take. */
  points: number;
  /** Those that expire first. */
  next: { on: string; points: number } | null;
}

export const NOTHING_USABLE: Usable = { tier: null, balance: 0, debt: 0, points: 0, next: null };

export async function usablePoints(ctx: Ctx, customerIds: readonly string[]): Promise<Map<string, Usable>> {
  const { rows } = await sql<{
    id: string;
    tier: string | null;
    balance: bigint;
    debt: bigint;
    next: Usable['next'];
  }>`
    select a.customer_id as id, a.tier, a.debt, a.balance - coalesce((
        select sum(l.remaining) from loyalty_lots l where l.workspace_id = a.workspace_id
          and l.customer_id = a.customer_id and l.remaining > 0 and l.expires_on < ${ctx.today}::date), 0)::int8 as balance,
      (select jsonb_build_object('on', l.expires_on, 'points', sum(l.remaining)) from loyalty_lots l
        where l.workspace_id = a.workspace_id and l.customer_id = a.customer_id and l.remaining > 0
          and l.expires_on >= ${ctx.today}::date
        group by l.expires_on order by l.expires_on limit 1) as next
    from loyalty_accounts a
    where a.workspace_id = ${ctx.workspace.id} and a.customer_id = any (${[...customerIds]}::uuid[])`.execute(ctx.db);
  return new Map(
    rows.map(({ id, tier, next, ...sums }) => {
      const balance = Number(sums.balance);
      return [id, { tier, balance, debt: Number(sums.debt), points: Math.max(0, balance), next }];
    }),
  );
}
