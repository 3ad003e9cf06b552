import { sql, type SqlBool } from 'kysely';
import { z } from 'zod';
import type { Ctx } from '../../../kernel/context.ts';
import { job } from '../../../kernel/jobs/jobs.ts';
import { addDays } from '../../../maths/calendar.ts';
import type { NotificationFacts, NotificationKind } from '../reminders/kinds.ts';
import { notify } from '../reminders/notify.ts';
import { dueOn } from './shelf.ts';

async function withTitles(ctx: Ctx, facts: readonly NotificationFacts[]): Promise<Record<string, unknown>[]> {
  const ids = facts.map(({ params }) => String(params['courseId']));
  const rows = await ctx.db
    .selectFrom('courses')
    .select(['id', 'title'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where(sql<SqlBool>`id = any (${ids}::uuid[])`)
    .execute();
  const titles = new Map(rows.map(({ id, title }) => [id, title]));
  return facts.map(({ params }, n) => ({ ...params, title: titles.get(ids[n] ?? '') ?? '' }));
}

export const courseKinds: readonly NotificationKind[] = [
  { kind: 'course_assigned', module: 'team', mail: true, push: false, values: withTitles },
  { kind: 'course_due', module: 'team', mail: true, push: true, values: withTitles },
];

/** The day before the last one, whoever has not done it is reminded once. */
export const courseReminderJob = job(
  'team.coursesDue',
  z.unknown(),
  async (ctx) => {
    for (const { course, memberIds } of await dueOn(ctx, addDays(ctx.today, 1))) {
      await notify(ctx, {
        memberIds,
        kind: 'course_due',
        params: { courseId: course.id },
        source: `course due ${course.id} ${course.edition}`,
        link: `/team/training/${course.id}`,
      });
    }
  },
  { nightly: true },
);
