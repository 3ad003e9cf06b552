import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refuse } from '../../../kernel/errors.ts';
import { settleReasons } from '../../today/index.ts';
import type { OrderSettings } from './contract.ts';
import { raiseRunning } from './reasons.ts';
import { readSettings } from './read-settings.ts';

/** After-sale that runs keeps the day it was given; the question to customers follows at once. */
export async function changeSettings(
  ctx: Ctx,
  { version, ...changes }: Partial<OrderSettings> & { version: number },
): Promise<OrderSettings> {
  const current = await readSettings(ctx);
  const next = { ...current, ...changes, version: version + 1 };
  const row = { after_sale_days: next.afterSaleDays, check_in_days: next.checkInDays, version: next.version };
  const saved = await ctx.db
    .insertInto('order_settings')
    .values({ workspace_id: ctx.workspace.id, ...row })
    .onConflict((conflict) =>
      conflict.column('workspace_id').doUpdateSet(row).where('order_settings.version', '=', version),
    )
    .returning('version')
    .executeTakeFirst();
  if (current.version !== version || !saved) throw refuse('STALE', { current });
  await recordAudit(ctx, { action: 'order_settings.changed', entity: 'order_settings', detail: changes });
  if (next.checkInDays !== current.checkInDays) {
    await settleReasons(ctx, { kind: 'after_sale', by: 'changed' });
    await raiseRunning(ctx, null);
  }
  return next;
}
