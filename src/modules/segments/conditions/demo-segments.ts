import demo from '../../../../kits/retail/segments.json' with { type: 'json' };
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { isDemoShop, type Undo } from '../../transfer/index.ts';
import { createSegment } from './segments.ts';

/** The demo shop has some segments. Once per import, however often called. */
export async function keepDemoSegments(ctx: Ctx, { changeSetId }: { changeSetId: string | null }): Promise<void> {
  if (changeSetId === null || !(await isDemoShop(ctx, changeSetId)) || (await areThere(ctx, changeSetId))) return;
  for (const { key, condition } of demo) {
    const words = (what: string) => translate(ctx.workspace.language, `segments:conditions.demo.${key}.${what}`);
    await createSegment(ctx, { name: words('name'), note: words('note'), condition }, changeSetId);
  }
}

/** What somebody has changed since stays, as everywhere. */
export const undoSegments: Undo = {
  entity: 'segments',
  order: 7,
  async undo(ctx, changeSetId) {
    const { numAffectedRows } = await sql`
      delete from segments
      where workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId} and version = 1`.execute(ctx.db);
    return { reversed: Number(numAffectedRows ?? 0n), kept: [], failed: [] };
  },
};

async function areThere(ctx: Ctx, changeSetId: string): Promise<boolean> {
  const segment = await ctx.db
    .selectFrom('segments')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('change_set_id', '=', changeSetId)
    .executeTakeFirst();
  return segment !== undefined;
}
