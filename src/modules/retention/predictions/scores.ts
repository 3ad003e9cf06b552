import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { emit } from '../../../kernel/outbox.ts';
import { mayProfile } from '../../customers/index.ts';
import { endOfPortion, within, type Scope } from '../rhythms.ts';
import { scoringDue } from './contract.ts';
import { scoreOf, type Bought } from './rules/score.ts';
import { lockPredictions, readRun, type Run } from './run.ts';
import { readWorth } from './settings.ts';

/** After purchases of these customers: their scores alone. */
export async function scoreCustomers(ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  const run = await readRun(ctx);
  if (run) await scoreScope(ctx, run, { ids: customerIds });
}

/** One portion in a transaction of its own, which queues the next; a newer run takes over from an older one. */
export async function scorePortion(ctx: Ctx, { runId, after }: { runId: string; after: string | null }): Promise<void> {
  await lockPredictions(ctx);
  const run = await readRun(ctx);
  if (!run || run.id !== runId) return;
  const upTo = run.told.state === 'ready' ? await endOfPortion(ctx, after) : null;
  await scoreScope(ctx, run, { after, upTo });
  if (upTo !== null) return emit(ctx, scoringDue, { runId, after: upTo });
  await ctx.db
    .updateTable('retention_prediction_runs')
    .set({ scored_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', runId)
    .execute();
}

type Row = Bought & { id: string };

async function scoreScope(ctx: Ctx, run: Run, scope: Scope): Promise<void> {
  const { told } = run;
  const [worth, rows] = [await readWorth(ctx), told.state === 'ready' ? await buyersIn(ctx, scope) : []];
  const scores =
    told.state === 'ready'
      ? rows.map((row) => ({ id: row.id, ...scoreOf(told.predictor, told.amounts, worth, row, run.until) }))
      : [];
  const ids = scores.map(({ id }) => id);
  await sql`
    delete from retention_predictions p
    where p.workspace_id = ${ctx.workspace.id} and ${within(scope, sql.ref('p.customer_id'))}
      and not p.customer_id = any (${ids}::uuid[])`.execute(ctx.db);
  if (ids.length === 0) return;
  // Kept to four digits, so that a night does not write a million rows that nobody could tell apart.
  await sql`
    insert into retention_predictions as p (workspace_id, customer_id, p_buys, expected_52, value_52_minor)
    select ${ctx.workspace.id}, s.* from unnest(${ids}::uuid[], ${scores.map(({ pBuys }) => rounded(pBuys))}::float8[],
      ${scores.map(({ expected52 }) => rounded(expected52))}::float8[],
      ${scores.map(({ value52Minor }) => String(value52Minor))}::int8[]) as s (customer_id, p_buys, expected_52, value_52_minor)
    on conflict (workspace_id, customer_id) do update
    set p_buys = excluded.p_buys, expected_52 = excluded.expected_52, value_52_minor = excluded.value_52_minor
    where (p.p_buys, p.expected_52, p.value_52_minor)
      is distinct from (excluded.p_buys, excluded.expected_52, excluded.value_52_minor)`.execute(ctx.db);
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

/** Whose purchases lie in the future is left out. */
async function buyersIn(ctx: Ctx, scope: Scope): Promise<Row[]> {
  const { rows } = await sql<Omit<Row, 'spentMinor'> & { spent: number }>`
    select s.customer_id as id, s.first_on as "firstOn", s.last_on as "lastOn", s.purchase_days as days,
      s.spent_minor::float8 as spent
    from customer_statistics s
    where s.workspace_id = ${ctx.workspace.id} and ${within(scope, sql.ref('s.customer_id'))}
      and s.purchase_days > 0 and s.last_on <= ${ctx.today} and ${mayProfile(ctx, sql.ref('s.customer_id'))}`.execute(
    ctx.db,
  );
  return rows.map(({ spent, ...row }) => ({ ...row, spentMinor: spent }));
}
