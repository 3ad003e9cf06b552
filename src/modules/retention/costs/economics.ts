import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refuse } from '../../../kernel/errors.ts';
import { DEFAULT_PERCENT } from '../hold-out/share.ts';
import { scoreAnew } from '../predictions/run.ts';
import type { Economics } from './contract.ts';

export async function readEconomics(ctx: Ctx): Promise<Economics> {
  const row = await ctx.db
    .selectFrom('retention_economics')
    .select(['margin_percent', 'version'])
    .where('workspace_id', '=', ctx.workspace.id)
    .executeTakeFirst();
  if (!row) return { marginPercent: null, version: 0 };
  const { margin_percent: margin, version } = row;
  return { marginPercent: margin === null ? null : Number(margin), version };
}

/** The one margin of the shop: bucket, equity and the value of every customer are told with it. */
export async function changeEconomics(
  ctx: Ctx,
  { version, ...changes }: Partial<Economics> & { version: number },
): Promise<Economics> {
  const current = await readEconomics(ctx);
  const next = { ...current, ...changes, version: version + 1 };
  const row = {
    margin_percent: next.marginPercent === null ? null : String(next.marginPercent),
    version: next.version,
  };
  const saved = await ctx.db
    .insertInto('retention_economics')
    .values({ workspace_id: ctx.workspace.id, hold_out_percent: DEFAULT_PERCENT, ...row })
    .onConflict((conflict) =>
      conflict.column('workspace_id').doUpdateSet(row).where('retention_economics.version', '=', version),
    )
    .returning('version')
    .executeTakeFirst();
  if (current.version !== version || !saved) throw refuse('STALE', { current });
  await recordAudit(ctx, { action: 'retention_settings.changed', entity: 'retention_settings', detail: changes });
  if (next.marginPercent !== current.marginPercent) await scoreAnew(ctx);
  return next;
}
