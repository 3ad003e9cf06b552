import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refuse } from '../../../kernel/errors.ts';
import { emit } from '../../../kernel/outbox.ts';
import { scoringDue, type PredictionSettings } from './contract.ts';
import type { Worth } from './rules/score.ts';
import { readRun } from './run.ts';

/** Turnover itself, until the shop says what is left of it. */
const DEFAULTS: PredictionSettings = { marginPercent: 100, discountPercent: 10, version: 0 };

export async function readSettings(ctx: Ctx): Promise<PredictionSettings> {
  const row = await ctx.db
    .selectFrom('retention_prediction_settings')
    .select(['margin_percent', 'discount_percent', 'version'])
    .where('workspace_id', '=', ctx.workspace.id)
    .executeTakeFirst();
  if (!row) return DEFAULTS;
  const { margin_percent: margin, discount_percent: discount, version } = row;
  return { marginPercent: Number(margin), discountPercent: Number(discount), version };
}

export async function readWorth(ctx: Ctx): Promise<Worth> {
  const { marginPercent, discountPercent } = await readSettings(ctx);
  return { margin: marginPercent / 100, discount: discountPercent / 100 };
}

/** The value of every customer follows. */
export async function changeSettings(
  ctx: Ctx,
  { version, ...changes }: Partial<PredictionSettings> & { version: number },
): Promise<PredictionSettings> {
  const current = await readSettings(ctx);
  const next = { ...current, ...changes, version: version + 1 };
  const row = {
    margin_percent: String(next.marginPercent),
    discount_percent: String(next.discountPercent),
    version: next.version,
  };
  const saved = await ctx.db
    .insertInto('retention_prediction_settings')
    .values({ workspace_id: ctx.workspace.id, ...row })
    .onConflict((conflict) =>
      conflict.column('workspace_id').doUpdateSet(row).where('retention_prediction_settings.version', '=', version),
    )
    .returning('version')
    .executeTakeFirst();
  if (current.version !== version || !saved) throw refuse('STALE', { current });
  await recordAudit(ctx, {
    action: 'retention_prediction_settings.changed',
    entity: 'retention_prediction_settings',
    detail: changes,
  });
  const run = await readRun(ctx);
  if (run) await emit(ctx, scoringDue, { runId: run.id, after: null });
  return next;
}
