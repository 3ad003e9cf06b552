import type { Ctx } from '../../../kernel/context.ts';
import type { OrderSettings } from './contract.ts';

const DEFAULTS: OrderSettings = { afterSaleDays: 30, checkInDays: 7, version: 0 };

export async function readSettings(ctx: Ctx): Promise<OrderSettings> {
  const row = await ctx.db
    .selectFrom('order_settings')
    .select(['after_sale_days as afterSaleDays', 'check_in_days as checkInDays', 'version'])
    .where('workspace_id', '=', ctx.workspace.id)
    .executeTakeFirst();
  return row ?? DEFAULTS;
}
