import { sql } from 'kysely';
import demo from '../../../../kits/retail/courses.json' with { type: 'json' };
import type { Ctx } from '../../../kernel/context.ts';
import { isDemoShop, type Undo } from '../../transfer/index.ts';
import { writeCourse } from './courses.ts';

/** The demo shop has something to learn, too. Once per import, however often this is called. */
export async function writeDemoCourses(ctx: Ctx, { changeSetId }: { changeSetId: string | null }): Promise<void> {
  if (changeSetId === null || !(await isDemoShop(ctx, changeSetId)) || (await areThere(ctx, changeSetId))) return;
  for (const { title, body, questions } of demo) {
    const given = { title, body, questions, passAt: 80, dueDays: 7, forEverybody: true, memberIds: [] };
    await writeCourse(ctx, given, changeSetId);
  }
}

/** What somebody has changed or learnt since stays, as everywhere. */
export const undoCourses: Undo = {
  entity: 'courses',
  order: 8,
  async undo(ctx, changeSetId) {
    const removed = await sql`
      delete from courses c where c.workspace_id = ${ctx.workspace.id} and c.change_set_id = ${changeSetId}
        and c.version = 1 and not exists (
          select from course_receipts r where r.workspace_id = c.workspace_id and r.course_id = c.id)`.execute(ctx.db);
    const kept = await ctx.db
      .selectFrom('courses')
      .select(['id', 'title'])
      .where('workspace_id', '=', ctx.workspace.id)
      .where('change_set_id', '=', changeSetId)
      .execute();
    return {
      reversed: Number(removed.numAffectedRows ?? 0n),
      kept: kept.map(({ id, title }) => ({ id, what: title, why: 'transfer:undo.editedSince' })),
      failed: [],
    };
  },
};

async function areThere(ctx: Ctx, changeSetId: string): Promise<boolean> {
  const found = await ctx.db
    .selectFrom('courses')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('change_set_id', '=', changeSetId)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
