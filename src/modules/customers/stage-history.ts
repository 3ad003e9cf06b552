import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import type { StageChange } from './contract.ts';
import { cardIds } from './family.ts';
import { customerSeen } from './reach.ts';
import type { LifeCycleStage } from './rules/life-cycle.ts';

/** How many changes a card tells of: more than ten years of a lively customer. */
const MOST = 100;

interface StageRow {
  id: string;
  at: Date;
  old: LifeCycleStage;
  now: LifeCycleStage;
  why: string | null;
  silent_days: number | null;
  reason: string | null;
  kind: string;
  by_name: string;
}

/** Which stages the customer went through, when and why, the latest first. */
export async function readStages(ctx: Ctx, asked: { id: string }): Promise<{ items: StageChange[] }> {
  const { id } = await customerSeen(ctx, asked.id);
  const { rows } = await sql<StageRow>`
    select id, at, fields->'stage'->>'old' as old, fields->'stage'->>'new' as now, why, silent_days, reason, kind, by_name
    from customer_changes
    where workspace_id = ${ctx.workspace.id} and customer_id = any (${await cardIds(ctx, id)}::uuid[])
      and fields ? 'stage'
    order by at desc, id desc limit ${MOST}`.execute(ctx.db);
  const items = rows.map(({ id: change, at, old, now, why, silent_days, reason, kind, by_name }) => ({
    id: change,
    at: at.toISOString(),
    from: old,
    to: now,
    why: kind === 'changed' ? ('hand' as const) : (why as StageChange['why']),
    silentDays: silent_days,
    reason,
    by: kind === 'changed' ? by_name : null,
  }));
  return { items };
}
