import { sql, type Selectable } from 'kysely';
import { may } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { Courses } from '../../../kernel/db/tables.ts';
import { refusals } from '../../../kernel/errors.ts';
import { dayIn } from '../../../maths/calendar.ts';
import { members } from '../../workspaces/index.ts';
import { trainingErrors, type Course, type OpenedCourse, type Standing } from './contract.ts';
import { standingOf, type Receipt } from './rules/standing.ts';

const refuse = refusals(trainingErrors);

export type CourseRow = Omit<Selectable<Courses>, 'questions'> & { questions: StoredQuestion[] };
export interface StoredQuestion {
  id: string;
  text: string;
  choices: string[];
  right: number[];
}

type Colleague = Awaited<ReturnType<typeof members>>[number];
interface ReceiptRow extends Receipt {
  course_id: string;
  member_id: string;
  right_answers: number | null;
  questions: number | null;
}

/** What stands on the shelf now, with who has to do it and who did. A shop has some dozens of courses and colleagues. */
interface Shelf {
  courses: CourseRow[];
  people: Colleague[];
  assigned: { course_id: string; member_id: string; at: Date }[];
  receipts: ReceiptRow[];
}

export async function listCourses(ctx: Ctx): Promise<{ items: Course[] }> {
  const shelf = await readShelf(ctx);
  const rank = { overdue: 0, open: 1, done: 2, none: 2 };
  const items = shelf.courses.map((row) => present(ctx, shelf, row));
  return {
    items: items.toSorted(
      (a, b) =>
        rank[a.mine.state] - rank[b.mine.state] ||
        (a.mine.dueOn ?? '9999').localeCompare(b.mine.dueOn ?? '9999') ||
        a.title.localeCompare(b.title, ctx.locale),
    ),
  };
}

export async function readCourse(ctx: Ctx, { id }: { id: string }): Promise<OpenedCourse> {
  const shelf = await readShelf(ctx, id);
  const row = shelf.courses[0];
  if (!row) throw refuse('COURSE_NOT_FOUND');
  const manages = may(ctx.actor, 'training.manage');
  const tries = shelf.receipts.filter(({ member_id, kind }) => member_id === ctx.actor.memberId && kind !== 'read');
  const asked = shelf.people.filter((one) => sinceWhen(ctx, shelf, row, one) !== null);
  return {
    ...present(ctx, shelf, row),
    body: row.body,
    test: row.questions.map(({ right, ...question }) => ({ ...question, several: right.length > 1 })),
    tries: tries.map(({ kind, right_answers: right, questions, at }) => ({
      passed: kind === 'passed',
      right: right ?? 0,
      questions: questions ?? 0,
      at: at.toISOString(),
    })),
    key: manages ? Object.fromEntries(row.questions.map(({ id: question, right }) => [question, right])) : null,
    memberIds: manages ? shelf.assigned.map(({ member_id }) => member_id) : null,
    receipts: manages
      ? asked.map((one) => ({
          memberId: one.id,
          name: one.name,
          tries: shelf.receipts.filter(({ member_id, kind }) => member_id === one.id && kind !== 'read').length,
          ...standingIn(ctx, shelf, row, one),
        }))
      : null,
  };
}

/** The course as it stands on the shelf, or COURSE_NOT_FOUND. Locked, for a change of it. */
export async function courseToChange(ctx: Ctx, id: string, retired = false): Promise<CourseRow> {
  const row = await ctx.db
    .selectFrom('courses')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('retired_at', retired ? 'is not' : 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw refuse('COURSE_NOT_FOUND');
  return row as unknown as CourseRow;
}

/** Of each colleague, how many of the courses whose day fell into the span were done by then. */
export async function learned(
  ctx: Ctx,
  from: string,
  until: string,
): Promise<Map<string, { part: number; of: number }>> {
  const shelf = await readShelf(ctx);
  const told = new Map<string, { part: number; of: number }>();
  for (const one of shelf.people) {
    const due = shelf.courses.flatMap((row) => {
      const { dueOn, doneAt } = standingIn(ctx, shelf, row, one);
      return dueOn !== null && dueOn >= from && dueOn < until ? [{ dueOn, doneAt }] : [];
    });
    const inTime = due.filter(
      (row) => row.doneAt !== null && dayIn(ctx.workspace.zone, new Date(row.doneAt)) <= row.dueOn,
    );
    if (due.length > 0) told.set(one.id, { part: inTime.length, of: due.length });
  }
  return told;
}

/** Courses that become due on `day` and who has not done them yet. */
export async function dueOn(ctx: Ctx, day: string): Promise<{ course: CourseRow; memberIds: string[] }[]> {
  const shelf = await readShelf(ctx);
  return shelf.courses.map((course) => ({
    course,
    memberIds: shelf.people
      .filter((one) => {
        const { state, dueOn: last } = standingIn(ctx, shelf, course, one);
        return state === 'open' && last === day;
      })
      .map((one) => one.id),
  }));
}

async function readShelf(ctx: Ctx, id?: string): Promise<Shelf> {
  const ofCourse = id === undefined ? sql`` : sql`and c.id = ${id}`;
  const held = sql`from courses c
    where c.workspace_id = ${ctx.workspace.id} and c.retired_at is null ${ofCourse}`;
  const courses = (await sql<CourseRow>`select c.* ${held}`.execute(ctx.db)).rows;
  const people = await members(ctx);
  const assigned = await sql<{ course_id: string; member_id: string; at: Date }>`
    select a.course_id, a.member_id, a.at from course_assignments a
    where a.workspace_id = ${ctx.workspace.id} and a.course_id in (select c.id ${held})`.execute(ctx.db);
  const receipts = await sql<ReceiptRow>`
    select r.course_id, r.member_id, r.kind, r.at, r.right_answers, r.questions
    from course_receipts r join courses c on c.workspace_id = r.workspace_id and c.id = r.course_id
      and c.edition = r.edition and c.retired_at is null
    where r.workspace_id = ${ctx.workspace.id} ${ofCourse}
    order by r.at desc, r.id desc`.execute(ctx.db);
  return { courses, people, assigned: assigned.rows, receipts: receipts.rows };
}

function present(ctx: Ctx, shelf: Shelf, row: CourseRow): Course {
  const me = shelf.people.find((one) => one.id === ctx.actor.memberId);
  const all = shelf.people.map((one) => standingIn(ctx, shelf, row, one));
  const count = (state: Standing['state']) => all.filter((one) => one.state === state).length;
  const people = { asked: all.length - count('none'), done: count('done'), overdue: count('overdue') };
  return {
    id: row.id,
    title: row.title,
    questions: row.questions.length,
    passAt: row.pass_at,
    edition: row.edition,
    editionAt: row.edition_at.toISOString(),
    forEverybody: row.for_everybody,
    dueDays: row.due_days,
    mine: me ? standingIn(ctx, shelf, row, me) : { state: 'none', dueOn: null, doneAt: null },
    people: may(ctx.actor, 'training.manage') ? people : null,
    version: row.version,
  };
}

function standingIn(ctx: Ctx, shelf: Shelf, row: CourseRow, one: Colleague): Standing {
  const receipts = shelf.receipts.filter(({ course_id, member_id }) => course_id === row.id && member_id === one.id);
  const asked = { questions: row.questions.length, dueDays: row.due_days, since: sinceWhen(ctx, shelf, row, one) };
  const { state, dueOn: last, doneAt } = standingOf(asked, receipts, ctx.today);
  return { state, dueOn: last, doneAt: doneAt?.toISOString() ?? null };
}

/** The shop's day on which the colleague got the edition of now; null: never. */
function sinceWhen(ctx: Ctx, shelf: Shelf, row: CourseRow, one: Colleague): string | null {
  const given = row.for_everybody
    ? one.joinedAt
    : shelf.assigned.find(({ course_id, member_id }) => course_id === row.id && member_id === one.id)?.at;
  if (!given) return null;
  return dayIn(ctx.workspace.zone, given > row.edition_at ? given : row.edition_at);
}
