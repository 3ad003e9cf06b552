import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refuse } from '../../../kernel/errors.ts';
import { readEconomics } from '../costs/economics.ts';
import type { ChangeSettings, PredictionSettings } from './contract.ts';
import type { Worth } from './rules/score.ts';
import { scoreAnew } from './run.ts';

export async function readSettings(ctx: Ctx): Promise<PredictionSettings> {
  const [row, { marginPercent }] = [
    await ctx.db
      .selectFrom('retention_prediction_settings')
      .select(['discount_percent', 'version'])
      .where('workspace_id', '=', ctx.workspace.id)
      .executeTakeFirst(),
    await readEconomics(ctx),
  ];
  return { marginPercent, discountPercent: Number(row?.discount_percent ?? 10), version: row?.version ?? 0 };
}

/** Turnover itself, until the shop says what is left of it. */
export async function readWorth(ctx: Ctx): Promise<Worth> {
  const { marginPercent, discountPercent } = await readSettings(ctx);
  return { margin: (marginPercent ?? 100) / 100, discount: discountPercent / 100 };
}

/** The value of every customer follows. */
export async function changeSettings(ctx: Ctx, { version, ...changes }: ChangeSettings): Promise<PredictionSettings> {
  const current = await readSettings(ctx);
  const next = { ...current, ...changes, version: version + 1 };
  const row = { discount_percent: String(next.discountPercent), version: next.version };
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
  await scoreAnew(ctx);
  return next;
}
