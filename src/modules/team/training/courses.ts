import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { members } from '../../workspaces/index.ts';
import { notify } from '../reminders/notify.ts';
import { trainingErrors, type CourseGiven, type OpenedCourse, type Question } from './contract.ts';
import { courseToChange, readCourse, type CourseRow, type StoredQuestion } from './shelf.ts';

const refuse = refusals(trainingErrors);

export async function createCourse(ctx: Ctx, given: CourseGiven): Promise<OpenedCourse> {
  const id = await writeCourse(ctx, given, null);
  await tellAsked(ctx, id, 1);
  return readCourse(ctx, { id });
}

/** Answers its id. Nobody is told: what comes with a change set is no news to anybody. */
export async function writeCourse(ctx: Ctx, given: CourseGiven, changeSetId: string | null): Promise<string> {
  const id = newId();
  await ctx.db
    .insertInto('courses')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      title: given.title,
      body: given.body,
      questions: JSON.stringify(tidy(given.questions)),
      pass_at: given.passAt,
      edition_at: ctx.now,
      for_everybody: given.forEverybody,
      due_days: given.dueDays,
      created_at: ctx.now,
      change_set_id: changeSetId,
    })
    .execute();
  await assign(ctx, id, given.forEverybody ? [] : given.memberIds);
  await recordAudit(ctx, { action: 'course.created', entity: 'course', entityId: id, detail: { title: given.title } });
  return id;
}

export async function changeCourse(
  ctx: Ctx,
  {
    id,
    version,
    newEdition,
    ...given
  }: Partial<CourseGiven> & { id: string; version?: number | undefined; newEdition: boolean },
): Promise<OpenedCourse> {
  const before = await courseToChange(ctx, id);
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== before.version) {
    throw refuseCommon('STALE', { current: await readCourse(ctx, { id }) });
  }
  const edition = before.edition + (newEdition ? 1 : 0);
  await ctx.db
    .updateTable('courses')
    .set({
      ...(given.title === undefined ? {} : { title: given.title }),
      ...(given.body === undefined ? {} : { body: given.body }),
      ...(given.questions === undefined ? {} : { questions: JSON.stringify(tidy(given.questions)) }),
      ...(given.passAt === undefined ? {} : { pass_at: given.passAt }),
      ...(given.dueDays === undefined ? {} : { due_days: given.dueDays }),
      ...(given.forEverybody === undefined ? {} : { for_everybody: given.forEverybody }),
      ...(newEdition ? { edition, edition_at: ctx.now } : {}),
      version: before.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  if (given.memberIds) await assign(ctx, id, given.memberIds);
  await recordAudit(ctx, {
    action: 'course.changed',
    entity: 'course',
    entityId: id,
    detail: { fields: Object.keys(given), edition },
  });
  await tellAsked(ctx, id, edition);
  return readCourse(ctx, { id });
}

export async function retireCourse(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  await setRetired(ctx, await courseToChange(ctx, id), ctx.now);
  return { ok: true };
}

export async function restoreCourse(ctx: Ctx, { id }: { id: string }): Promise<OpenedCourse> {
  await setRetired(ctx, await courseToChange(ctx, id, true), null);
  return readCourse(ctx, { id });
}

async function setRetired(ctx: Ctx, row: CourseRow, at: Date | null): Promise<void> {
  await ctx.db
    .updateTable('courses')
    .set({ retired_at: at, version: row.version + 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.id)
    .execute();
  await recordAudit(ctx, { action: at ? 'course.retired' : 'course.restored', entity: 'course', entityId: row.id });
}

/** Exactly these colleagues from now on; whoever had it already keeps the day on which they got it. */
async function assign(ctx: Ctx, courseId: string, memberIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(memberIds)];
  const active = new Set((await members(ctx)).map(({ id }) => id));
  const unknown = wanted.findIndex((id) => !active.has(id));
  if (unknown >= 0) throw refuse('COURSE_MEMBER_UNKNOWN', { path: `memberIds.${unknown}` });
  await ctx.db
    .deleteFrom('course_assignments')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('course_id', '=', courseId)
    .$if(wanted.length > 0, (query) => query.where('member_id', 'not in', wanted))
    .execute();
  if (wanted.length === 0) return;
  const row = { workspace_id: ctx.workspace.id, course_id: courseId, at: ctx.now };
  await ctx.db
    .insertInto('course_assignments')
    .values(wanted.map((member) => ({ ...row, member_id: member })))
    .onConflict((conflict) => conflict.columns(['workspace_id', 'course_id', 'member_id']).doNothing())
    .execute();
}

/** Whoever has it to do is told once per edition; never the one who wrote it. */
async function tellAsked(ctx: Ctx, id: string, edition: number): Promise<void> {
  const { receipts } = await readCourse(ctx, { id });
  const asked = (receipts ?? []).filter(({ state }) => state === 'open').map(({ memberId }) => memberId);
  await notify(ctx, {
    memberIds: asked.filter((memberId) => memberId !== ctx.actor.memberId),
    kind: 'course_assigned',
    params: { courseId: id, by: ctx.actor.name },
    source: `course ${id} ${edition}`,
    link: `/team/training/${id}`,
  });
}

/** A choice that is right has to be there, and a question says a thing once. */
function tidy(questions: readonly Question[]): StoredQuestion[] {
  return questions.map(({ id, text, choices, right }, n) => {
    const wrong = right.some((choice) => choice >= choices.length) || new Set(choices).size < choices.length;
    if (wrong) throw refuse('COURSE_QUESTION_UNFIT', { path: `questions.${n}` });
    return { id: id ?? newId(), text, choices, right: [...new Set(right)].toSorted() };
  });
}
