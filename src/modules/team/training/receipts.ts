import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { trainingErrors, type OpenedCourse } from './contract.ts';
import { passes, wrongAnswers, type Receipt } from './rules/standing.ts';
import { courseToChange, readCourse, type CourseRow } from './shelf.ts';

const refuse = refusals(trainingErrors);

export async function confirmReading(
  ctx: Ctx,
  { id, edition }: { id: string; edition: number },
): Promise<OpenedCourse> {
  const row = await courseInHand(ctx, id, edition);
  const opened = await readCourse(ctx, { id });
  if (opened.mine.doneAt === null) await record(ctx, row, 'read', null);
  return readCourse(ctx, { id });
}

export async function answerTest(
  ctx: Ctx,
  { id, edition, answers }: { id: string; edition: number; answers: Record<string, number[]> },
) {
  const row = await courseInHand(ctx, id, edition);
  if (row.questions.length === 0) throw refuse('COURSE_WITHOUT_TEST');
  const left = row.questions.findIndex((question) => (answers[question.id] ?? []).length === 0);
  if (left >= 0) throw refuse('COURSE_ANSWERS_INCOMPLETE', { path: `answers.${row.questions[left]?.id}` });
  const wrong = wrongAnswers(row.questions, answers);
  const right = row.questions.length - wrong.length;
  const passed = passes(right, row.questions.length, row.pass_at);
  await record(ctx, row, passed ? 'passed' : 'failed', right);
  return { passed, right, questions: row.questions.length, wrong, course: await readCourse(ctx, { id }) };
}

/** What one read is what stands there: an edition that came meanwhile is to be read first. */
async function courseInHand(ctx: Ctx, id: string, edition: number): Promise<CourseRow> {
  if (ctx.actor.memberId === null) throw refuse('COURSE_NOBODY');
  const row = await courseToChange(ctx, id);
  if (row.edition !== edition) throw refuse('COURSE_EDITION_PASSED_BY');
  return row;
}

async function record(ctx: Ctx, row: CourseRow, kind: Receipt['kind'], right: number | null): Promise<void> {
  await ctx.db
    .insertInto('course_receipts')
    .values({
      workspace_id: ctx.workspace.id,
      course_id: row.id,
      id: newId(),
      member_id: ctx.actor.memberId as string,
      edition: row.edition,
      kind,
      right_answers: right,
      questions: right === null ? null : row.questions.length,
      at: ctx.now,
    })
    .execute();
}
