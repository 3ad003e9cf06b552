import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refuse } from '../../../kernel/errors.ts';
import type { HoldOutEffect } from './contract.ts';
import { readEffect } from './read-effect.ts';
import { readHoldOutSettings } from './share.ts';

/** From the next alert on; those drawn already stay where they were drawn. */
export async function changeHoldOut(
  ctx: Ctx,
  { percent, version }: { percent: number; version: number },
): Promise<HoldOutEffect> {
  const current = await readHoldOutSettings(ctx);
  const row = { hold_out_percent: percent, version: version + 1 };
  const saved = await ctx.db
    .insertInto('retention_economics')
    .values({ workspace_id: ctx.workspace.id, ...row })
    .onConflict((conflict) =>
      conflict.column('workspace_id').doUpdateSet(row).where('retention_economics.version', '=', version),
    )
    .returning('version')
    .executeTakeFirst();
  if (current.version !== version || !saved) throw refuse('STALE', { current });
  await recordAudit(ctx, {
    action: 'retention_settings.changed',
    entity: 'retention_settings',
    detail: { holdOutPercent: percent },
  });
  return readEffect(ctx);
}
