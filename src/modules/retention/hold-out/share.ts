import type { Ctx } from '../../../kernel/context.ts';

/** Of a hundred alerts, unless the shop says otherwise. */
export const DEFAULT_PERCENT = 10;

export async function readHoldOutSettings(ctx: Ctx): Promise<{ percent: number; version: number }> {
  const row = await ctx.db
    .selectFrom('retention_economics')
    .select(['hold_out_percent as percent', 'version'])
    .where('workspace_id', '=', ctx.workspace.id)
    .executeTakeFirst();
  return row ?? { percent: DEFAULT_PERCENT, version: 0 };
}
