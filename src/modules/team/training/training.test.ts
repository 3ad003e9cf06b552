import { describe, expect, test } from 'vitest';
import type { Ctx } from '../../../kernel/context.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { addDays } from '../../../maths/calendar.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { jobs } from '../jobs.ts';
import '../module.ts';
import { listNotifications } from '../reminders/notifications.ts';
import { colleague } from '../testing/shop.ts';
import type { CourseGiven } from './contract.ts';
import { changeCourse, createCourse, restoreCourse, retireCourse } from './courses.ts';
import { courseReminderJob } from './kinds.ts';
import { answerTest, confirmReading } from './receipts.ts';
import { learned, listCourses, readCourse } from './shelf.ts';

const house = await testHouse({ jobs });
openDoorkeeper(house);
const shop = await house.openWorkspace();
const boss = await colleague(house, shop, {
  name: '林掌柜',
  role: 'manager',
  grants: { 'training.read': 'all', 'training.manage': 'all' },
});
const clerk = await colleague(house, shop, { name: '小雨', grants: { 'training.read': 'all' } });
const other = await colleague(house, shop, { name: '阿敏', grants: { 'training.read': 'all' } });
const today = await house.in(shop, async (ctx) => ctx.today);

const greeting: CourseGiven = {
  title: '怎么招呼老客户',
  body: '先叫出名字。\n\n再问上次的茶喝得怎么样。',
  questions: [],
  passAt: 80,
  dueDays: 7,
  forEverybody: true,
  memberIds: [],
};
const questions = [
  { text: '客户进门，先做什么？', choices: ['叫出名字', '推销新茶'], right: [0] },
  { text: '哪些要记在卡上？', choices: ['口味', '生日', '银行密码'], right: [0, 1] },
];
const as = <T>(who: typeof boss, work: (ctx: Ctx) => Promise<T>) => house.in(shop, work, who);
const later = (days: number) => (ctx: Ctx) => ({
  ...ctx,
  today: addDays(ctx.today, days),
  now: new Date(ctx.now.getTime() + days * 86_400_000),
});

describe('a standard', () => {
  test('is for everybody, is read once, and shows who has read it', async () => {
    const { id, edition } = await as(boss, (ctx) => createCourse(ctx, greeting));
    const mine = await as(clerk, (ctx) => readCourse(ctx, { id }));
    expect(mine).toMatchObject({ mine: { state: 'open', dueOn: addDays(today, 7) }, people: null, receipts: null });
    await as(clerk, (ctx) => confirmReading(ctx, { id, edition }));
    const again = await as(clerk, (ctx) => confirmReading(ctx, { id, edition }));
    expect(again.mine.state).toBe('done');
    const seen = await as(boss, (ctx) => readCourse(ctx, { id }));
    expect(seen.people).toEqual({ asked: 3, done: 1, overdue: 0 });
    expect(seen.receipts?.find(({ memberId }) => memberId === clerk.memberId)).toMatchObject({ state: 'done' });
  });

  test('changed into a new edition is to be read anew, and what was read of the old one counts for nothing', async () => {
    const { id } = await as(boss, (ctx) => createCourse(ctx, { ...greeting, title: '退货' }));
    await as(clerk, (ctx) => confirmReading(ctx, { id, edition: 1 }));
    await as(boss, (ctx) => changeCourse(ctx, { id, body: '七天内都可以退。', newEdition: true }));
    expect((await as(clerk, (ctx) => readCourse(ctx, { id }))).mine.state).toBe('open');
    await expect(as(clerk, (ctx) => confirmReading(ctx, { id, edition: 1 }))).rejects.toMatchObject({
      code: 'COURSE_EDITION_PASSED_BY',
    });
    await as(boss, (ctx) => changeCourse(ctx, { id, title: '退货与换货', newEdition: false }));
    expect((await as(clerk, (ctx) => confirmReading(ctx, { id, edition: 2 }))).mine.state).toBe('done');
  });

  test('that was retired is asked of nobody, and comes back with its receipts', async () => {
    const { id } = await as(boss, (ctx) => createCourse(ctx, { ...greeting, title: '开店流程' }));
    await as(clerk, (ctx) => confirmReading(ctx, { id, edition: 1 }));
    await as(boss, (ctx) => retireCourse(ctx, { id }));
    await expect(as(clerk, (ctx) => readCourse(ctx, { id }))).rejects.toMatchObject({ code: 'COURSE_NOT_FOUND' });
    await as(boss, (ctx) => restoreCourse(ctx, { id }));
    expect((await as(clerk, (ctx) => readCourse(ctx, { id }))).mine.state).toBe('done');
  });
});

describe('a course with a test', () => {
  test('is done by passing it; its answers are not given away', async () => {
    const { id } = await as(boss, (ctx) => createCourse(ctx, { ...greeting, title: '记客户', questions }));
    const opened = await as(clerk, (ctx) => readCourse(ctx, { id }));
    expect(opened.key).toBeNull();
    expect(JSON.stringify(opened)).not.toContain('"right":[');
    const [first = { id: '' }, second = { id: '' }] = opened.test;
    await expect(
      as(clerk, (ctx) => answerTest(ctx, { id, edition: 1, answers: { [first.id]: [0] } })),
    ).rejects.toMatchObject({ code: 'COURSE_ANSWERS_INCOMPLETE' });
    const failed = await as(clerk, (ctx) =>
      answerTest(ctx, { id, edition: 1, answers: { [first.id]: [0], [second.id]: [0] } }),
    );
    expect(failed).toMatchObject({ passed: false, right: 1, wrong: [second.id], course: { mine: { state: 'open' } } });
    const passed = await as(clerk, (ctx) =>
      answerTest(ctx, { id, edition: 1, answers: { [first.id]: [0], [second.id]: [1, 0] } }),
    );
    expect(passed).toMatchObject({ passed: true, wrong: [], course: { mine: { state: 'done' } } });
    expect(passed.course.tries).toHaveLength(2);
  });

  test.each([
    { right: [2], choices: ['是', '否'] },
    { right: [0], choices: ['是', '是'] },
  ])('is not written with $choices and $right as what is right', async (fault) => {
    const given = { ...greeting, questions: [{ text: '对吗？', ...fault }] };
    await expect(as(boss, (ctx) => createCourse(ctx, given))).rejects.toMatchObject({ code: 'COURSE_QUESTION_UNFIT' });
  });
});

describe('what is assigned', () => {
  test('to some is nobody else’s to do, and each of them is told once', async () => {
    const given = { ...greeting, title: '收银', forEverybody: false, memberIds: [other.memberId] };
    const { id } = await as(boss, (ctx) => createCourse(ctx, given));
    await as(boss, (ctx) => changeCourse(ctx, { id, memberIds: [other.memberId], newEdition: false }));
    const state = async (who: typeof boss) => (await as(who, (ctx) => readCourse(ctx, { id }))).mine.state;
    expect([await state(other), await state(clerk)]).toEqual(['open', 'none']);
    const told = await as(other, (ctx) => listNotifications(ctx, { limit: 50, unread: false }));
    expect(told.items.filter(({ link }) => link === `/team/training/${id}`)).toHaveLength(1);
  });

  test('and not done is late after its day, comes first in the list, and is missing in the month’s figure', async () => {
    const { id } = await as(boss, (ctx) =>
      createCourse(ctx, { ...greeting, title: '包装', dueDays: 1, forEverybody: false, memberIds: [other.memberId] }),
    );
    const { items } = await as(other, (ctx) => listCourses(later(2)(ctx)));
    expect(items[0]).toMatchObject({ id, mine: { state: 'overdue' } });
    const figure = await as(boss, (ctx) => learned(later(2)(ctx), addDays(today, 1), addDays(today, 2)));
    expect(figure.get(other.memberId)).toEqual({ part: 0, of: 1 });
  });

  test('is reminded of on the day before its last', async () => {
    const given = { ...greeting, title: '盘点', dueDays: 3, forEverybody: false, memberIds: [clerk.memberId] };
    const { id } = await as(boss, (ctx) => createCourse(ctx, given));
    const remind = (days: number) =>
      house.in(shop, async (ctx) => {
        if (courseReminderJob.run.kind === 'short') await courseReminderJob.run.call(later(days)(ctx), {});
      });
    await remind(1);
    await remind(2);
    await remind(2);
    const told = await as(clerk, (ctx) => listNotifications(ctx, { limit: 50, unread: false }));
    expect(told.items.filter(({ link }) => link === `/team/training/${id}`)).toHaveLength(2);
  });

  test('names only colleagues who are here', async () => {
    const given = { ...greeting, forEverybody: false, memberIds: ['0190f0a0-0000-7000-8000-000000000000'] };
    await expect(as(boss, (ctx) => createCourse(ctx, given))).rejects.toMatchObject({ code: 'COURSE_MEMBER_UNKNOWN' });
  });
});
