import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refuse } from '../../kernel/errors.ts';
import { emit } from '../../kernel/outbox.ts';
import { refreshWanted, type WatchSettings } from './contract.ts';
import { DEFAULT_WATCH } from './rules/lateness.ts';

const DEFAULTS: WatchSettings = { ...DEFAULT_WATCH, ignoredTags: [], version: 0 };

export async function readSettings(ctx: Ctx): Promise<WatchSettings> {
  const row = await ctx.db
    .selectFrom('retention_settings')
    .select([
      'fixed_days as fixedDays',
      'lost_days as lostDays',
      'quiet_days as quietDays',
      'usual_days as usualDays',
      'goods_alerts as goodsAlerts',
      'ignored_tags as ignoredTags',
      'version',
    ])
    .where('workspace_id', '=', ctx.workspace.id)
    .executeTakeFirst();
  return row ?? DEFAULTS;
}

/** A change looks at every customer anew. */
export async function changeSettings(
  ctx: Ctx,
  { version, ...changes }: Partial<WatchSettings> & { version: number },
): Promise<WatchSettings> {
  const current = await readSettings(ctx);
  const next = { ...current, ...changes, version: version + 1 };
  const row = {
    fixed_days: next.fixedDays,
    lost_days: next.lostDays,
    quiet_days: next.quietDays,
    usual_days: next.usualDays,
    goods_alerts: next.goodsAlerts,
    ignored_tags: [...new Set(next.ignoredTags)],
    version: next.version,
  };
  const saved = await ctx.db
    .insertInto('retention_settings')
    .values({ workspace_id: ctx.workspace.id, ...row })
    .onConflict((conflict) =>
      conflict.column('workspace_id').doUpdateSet(row).where('retention_settings.version', '=', version),
    )
    .returning('version')
    .executeTakeFirst();
  if (current.version !== version || !saved) throw refuse('STALE', { current });
  await recordAudit(ctx, { action: 'retention_settings.changed', entity: 'retention_settings', detail: changes });
  await emit(ctx, refreshWanted, {});
  return { ...next, ignoredTags: row.ignored_tags };
}
