import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refuse } from '../../kernel/errors.ts';
import type { TodaySettings } from './contract.ts';

const DEFAULTS: TodaySettings = { capacity: 20, birthdayDays: 7, version: 0 };

export async function readSettings(ctx: Ctx): Promise<TodaySettings> {
  const row = await ctx.db
    .selectFrom('today_settings')
    .select(['capacity', 'birthday_days as birthdayDays', 'version'])
    .where('workspace_id', '=', ctx.workspace.id)
    .executeTakeFirst();
  return row ?? DEFAULTS;
}

export async function changeSettings(
  ctx: Ctx,
  { version, ...changes }: Partial<TodaySettings> & { version: number },
): Promise<TodaySettings> {
  const current = await readSettings(ctx);
  const next = { ...current, ...changes, version: version + 1 };
  const row = { capacity: next.capacity, birthday_days: next.birthdayDays, version: next.version };
  const saved = await ctx.db
    .insertInto('today_settings')
    .values({ workspace_id: ctx.workspace.id, ...row })
    .onConflict((conflict) =>
      conflict.column('workspace_id').doUpdateSet(row).where('today_settings.version', '=', version),
    )
    .returning('version')
    .executeTakeFirst();
  if (current.version !== version || !saved) throw refuse('STALE', { current });
  await recordAudit(ctx, { action: 'today_settings.changed', entity: 'today_settings', detail: changes });
  return next;
}
