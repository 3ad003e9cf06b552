import demo from '../../../../kits/retail/team.json' with { type: 'json' };
import type { Ctx } from '../../../kernel/context.ts';
import { writeDemoCourses } from '../training/demo-courses.ts';
import { answerTest, confirmReading } from '../training/receipts.ts';
import { readCourse } from '../training/shelf.ts';
import type { DemoTeam } from './demo-team.ts';
import { as, onDay } from './then.ts';

/** Standards and courses of some weeks ago: most colleagues know them by now, one has still to take the test. */
export async function learnAsDemo(ctx: Ctx, { ids, changeSetId }: DemoTeam): Promise<void> {
  await writeDemoCourses(onDay(ctx, -demo.learning.writtenDays), changeSetId);
  const courses = await ctx.db
    .selectFrom('courses')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('change_set_id', '=', changeSetId)
    .orderBy('id')
    .execute();
  for (const { id } of courses) {
    const { questions, edition, key } = await readCourse(ctx, { id });
    const test = questions > 0;
    const wrong = Object.fromEntries(
      Object.entries(key ?? {}).map(([question, right]) => [question, [(right[0] ?? 0) + 1]]),
    );
    for (const { of, days, failsFirst } of demo.learning.done) {
      const somebody = { id: ids.get(of) as string, name: of };
      const reader = as(onDay(ctx, -days, '20:00'), somebody);
      if (!test) await confirmReading(reader, { id, edition });
      if (test && failsFirst) await answerTest(reader, { id, edition, answers: wrong });
      if (test) await answerTest(as(onDay(ctx, -days, '20:10'), somebody), { id, edition, answers: key ?? {} });
    }
    for (const { of, days } of test ? [] : demo.learning.readOnly) {
      await confirmReading(as(onDay(ctx, -days, '20:00'), { id: ids.get(of) as string, name: of }), { id, edition });
    }
  }
}
