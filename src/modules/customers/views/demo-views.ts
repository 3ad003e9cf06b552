import { sql } from 'kysely';
import demo from '../../../../kits/retail/views.json' with { type: 'json' };
import type { Ctx } from '../../../kernel/context.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { isDemoShop, type Undo } from '../../transfer/index.ts';
import type { ViewSettings } from './contract.ts';
import { fittingSettings } from './settings.ts';
import { createView } from './views.ts';

/** The demo shop has some views that everybody sees. Once per import, however often called. */
export async function keepDemoViews(ctx: Ctx, { changeSetId }: { changeSetId: string | null }): Promise<void> {
  if (changeSetId === null || !(await isDemoShop(ctx, changeSetId)) || (await areThere(ctx, changeSetId))) return;
  const fitting = await fittingSettings(ctx);
  for (const { key, settings } of demo) {
    if (fitting(settings as ViewSettings).gone.length > 0) continue;
    const name = translate(ctx.workspace.language, `customers:views.demo.${key}`);
    await createView(ctx, { name, settings: settings as ViewSettings, pinned: false }, changeSetId);
  }
}

/** What somebody has changed since stays, as everywhere. */
export const undoViews: Undo = {
  entity: 'views',
  order: 7,
  async undo(ctx, changeSetId) {
    const { numAffectedRows } = await sql`
      delete from customer_views
      where workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId} and version = 1`.execute(ctx.db);
    return { reversed: Number(numAffectedRows ?? 0n), kept: [], failed: [] };
  },
};

async function areThere(ctx: Ctx, changeSetId: string): Promise<boolean> {
  const view = await ctx.db
    .selectFrom('customer_views')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('change_set_id', '=', changeSetId)
    .executeTakeFirst();
  return view !== undefined;
}
