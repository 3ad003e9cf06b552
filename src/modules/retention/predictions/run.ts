import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import { emit } from '../../../kernel/outbox.ts';
import type { CivilDate } from '../../../maths/calendar.ts';
import { readShop } from '../shop.ts';
import { readBuyers } from './buyers.ts';
import { scoringDue } from './contract.ts';
import { keepForecasts, noteWhatCame } from './kept-forecasts.ts';
import { assessInThread } from './in-thread.ts';
import type { Assessment } from './rules/assess.ts';

/** The newest reckoning of a shop. */
export interface Run {
  id: string;
  madeAt: Date;
  until: CivilDate;
  customers: number;
  refused: number;
  told: Assessment;
}

/** Assesses the shop anew and keeps what was found; its customers are then scored portion by portion. */
export async function predictShop(ctx: Ctx): Promise<void> {
  await lockPredictions(ctx);
  const watched = await readShop(ctx);
  if (!watched) return forgetPredictions(ctx);
  const { until } = watched;
  const { shop, refused } = await readBuyers(ctx, until);
  const told = await assessInThread(shop);
  const id = newId();
  await ctx.db
    .insertInto('retention_prediction_runs')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      made_at: ctx.now,
      until,
      state: told.state,
      customers: shop.of,
      refused,
      told: JSON.stringify(told),
    })
    .execute();
  if (told.state !== 'too-little') await keepForecasts(ctx, until, told);
  const huge = told.state !== 'too-little' && told.notes.includes('huge');
  await noteWhatCame(ctx, until, { huge });
  await forgetOldRuns(ctx);
  await emit(ctx, scoringDue, { runId: id, after: null });
}

export async function readRun(ctx: Ctx): Promise<Run | null> {
  const row = await ctx.db
    .selectFrom('retention_prediction_runs')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  const { id, made_at: madeAt, until, customers, refused, told } = row;
  return { id, madeAt, until, customers, refused, told: told as unknown as Assessment };
}

/** After what values are reckoned with was changed: by the newest run, in portions. */
export async function scoreAnew(ctx: Ctx): Promise<void> {
  const run = await readRun(ctx);
  if (run) await emit(ctx, scoringDue, { runId: run.id, after: null });
}

/** One at a time in a workspace: who scores sees the run that was made before. */
export async function lockPredictions(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`predictions ${ctx.workspace.id}`}, 0))`.execute(ctx.db);
}

/** No purchase is left: nothing can be told, nor was anything ever told rightly. */
async function forgetPredictions(ctx: Ctx): Promise<void> {
  for (const table of ['retention_predictions', 'retention_prediction_runs', 'retention_forecasts'] as const)
    await ctx.db.deleteFrom(table).where('workspace_id', '=', ctx.workspace.id).execute();
}

const DAYS_KEPT = 400;

async function forgetOldRuns(ctx: Ctx): Promise<void> {
  await ctx.db
    .deleteFrom('retention_prediction_runs')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('made_at', '<', new Date(ctx.now.getTime() - DAYS_KEPT * 86_400_000))
    .execute();
}
