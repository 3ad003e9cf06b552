import { sql } from 'kysely';
import courses from '../../../../kits/retail/courses.json' with { type: 'json' };
import type { Ctx } from '../../../kernel/context.ts';
import type { Undo } from '../../transfer/index.ts';
import { demoColleagues } from '../../workspaces/index.ts';
import { writeCourse } from './courses.ts';

/** The demo shop has something to learn, too. */
export async function writeDemoCourses(ctx: Ctx, changeSetId: string): Promise<void> {
  for (const { title, body, questions } of courses) {
    const given = { title, body, questions, passAt: 80, dueDays: 7, forEverybody: true, memberIds: [] };
    await writeCourse(ctx, given, changeSetId);
  }
}

/** What somebody has changed or learnt since stays, as everywhere; what the demo's own colleagues learnt goes with it. */
export const undoCourses: Undo = {
  entity: 'courses',
  order: 8,
  async undo(ctx, changeSetId) {
    const demo = (await demoColleagues(ctx)).map(({ id }) => id);
    const removed = await sql`
      delete from courses c where c.workspace_id = ${ctx.workspace.id} and c.change_set_id = ${changeSetId}
        and c.version = 1 and not exists (
          select from course_receipts r where r.workspace_id = c.workspace_id and r.course_id = c.id
            and r.member_id <> all (${demo}::uuid[]))`.execute(ctx.db);
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
