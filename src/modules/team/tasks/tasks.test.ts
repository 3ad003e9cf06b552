import { describe, expect, test } from 'vitest';
import type { Ctx } from '../../../kernel/context.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { addDays } from '../../../maths/calendar.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { jobs } from '../jobs.ts';
import '../module.ts';
import { addCustomer, at, call, colleague } from '../testing/shop.ts';
import { readBoard, readMonth } from './board.ts';
import { commentTask, removeComment } from './comments.ts';
import { tasksOnDesk } from './desk.ts';
import { doneTask, removeTask, reopenTask, restoreTask } from './done.ts';
import { listTasks, readTask } from './list.ts';
import { changeTask, checkItem, createTask, postponeTask } from './tasks.ts';

const house = await testHouse({ jobs });
openDoorkeeper(house);
const shop = await house.openWorkspace();
const anna = await colleague(house, shop, { name: '安娜', role: 'manager' });
const own = { 'tasks.read': 'own', 'tasks.edit': 'own', 'customers.read': 'own' } as const;
const ben = await colleague(house, shop, { name: '小本', grants: own });
const today = await house.in(shop, async (ctx) => ctx.today);
const asked = { state: 'open', when: 'any', limit: 50 } as const;

describe('a task', () => {
  test('belongs to who makes it unless somebody else is named', async () => {
    const mine = await house.in(shop, (ctx) => createTask(ctx, call), anna);
    expect(mine).toMatchObject({
      title: '给王总打电话',
      assignee: { name: '安娜' },
      by: '安娜',
      byMe: true,
      due: null,
    });
    const given = await house.in(shop, (ctx) => createTask(ctx, { ...call, assigneeId: ben.memberId }), anna);
    expect(given.assignee).toEqual({ id: ben.memberId, name: '小本' });
    const { items } = await house.in(shop, (ctx) => listTasks(ctx, { ...asked, view: 'given' }), anna);
    expect(items.map(({ id }) => id)).toContain(given.id);
  });

  test('is overdue when its day is over, or its minute', async () => {
    const day = await house.in(shop, (ctx) => createTask(ctx, { ...call, due: { on: '2026-11-25' } }), anna);
    const minute = await house.in(
      shop,
      (ctx) => createTask(ctx, { ...call, due: { at: '2026-11-25T15:00:00+08:00' } }),
      anna,
    );
    expect(minute.due).toEqual({ on: '2026-11-25', at: '2026-11-25T07:00:00.000Z' });
    const late = async (id: string, instant: string) =>
      (await house.in(shop, (ctx) => readTask(at(ctx, instant, '2026-11-25'), { id }), anna)).overdue;
    expect(await late(day.id, '2026-11-25T15:59:59Z')).toBe(false);
    expect(await late(day.id, '2026-11-25T16:00:00Z')).toBe(true);
    expect(await late(minute.id, '2026-11-25T06:59:00Z')).toBe(false);
    expect(await late(minute.id, '2026-11-25T07:00:00Z')).toBe(true);
  });

  test.each([
    [{ ...call, repeat: { every: 1, unit: 'day' as const } }, 'TASK_NEEDS_DAY'],
    [{ ...call, remind: { minutesBefore: 0, anyDay: false } }, 'TASK_NEEDS_DAY'],
    [{ ...call, due: { on: '9999-12-31' } }, 'TASK_DAY_UNFIT'],
    [{ ...call, assigneeId: '0193a000-0000-7000-8000-000000000001' }, 'TASK_MEMBER_UNKNOWN'],
    [{ ...call, customerId: '0193a000-0000-7000-8000-000000000001' }, 'TASK_CUSTOMER_UNKNOWN'],
  ])('%o is refused with %s', async (given, code) => {
    await expect(house.in(shop, (ctx) => createTask(ctx, given), anna)).rejects.toMatchObject({ code });
  });

  test('keeps what a change does not name', async () => {
    const made = await house.in(
      shop,
      (ctx) => createTask(ctx, { ...call, note: '带样品', due: { on: addDays(today, 1) }, watcherIds: [ben.memberId] }),
      anna,
    );
    const changed = await house.in(
      shop,
      (ctx) => changeTask(ctx, { id: made.id, title: '去拜访王总', version: 1 }),
      anna,
    );
    expect(changed).toMatchObject({
      title: '去拜访王总',
      note: '带样品',
      due: made.due,
      watchers: [{ name: '小本' }],
      version: 2,
    });
    const stale = house.in(shop, (ctx) => changeTask(ctx, { id: made.id, title: '别的', version: 1 }), anna);
    await expect(stale).rejects.toMatchObject({ code: 'STALE' });
  });

  test('ticks its list without a conflict', async () => {
    const made = await house.in(
      shop,
      (ctx) =>
        createTask(ctx, {
          ...call,
          checklist: [
            { text: '拿样品', done: false },
            { text: '订车', done: false },
          ],
        }),
      anna,
    );
    const [first] = made.checklist;
    const ticked = await house.in(
      shop,
      (ctx) => checkItem(ctx, { id: made.id, itemId: first?.id ?? '', done: true }),
      anna,
    );
    expect(ticked.checklist.map(({ done }) => done)).toEqual([true, false]);
    expect(ticked.version).toBe(made.version);
  });

  test('is done, undone, deleted and restored, and each is remembered with who and when', async () => {
    const { id } = await house.in(shop, (ctx) => createTask(ctx, call), anna);
    await house.in(shop, (ctx) => doneTask(ctx, { id }), anna);
    await house.in(shop, (ctx) => doneTask(ctx, { id }), anna);
    await house.in(shop, (ctx) => reopenTask(ctx, { id }), anna);
    await house.in(shop, (ctx) => removeTask(ctx, { id }), anna);
    await expect(house.in(shop, (ctx) => readTask(ctx, { id }), anna)).rejects.toMatchObject({
      code: 'TASK_NOT_FOUND',
    });
    await house.in(shop, (ctx) => restoreTask(ctx, { id }), anna);
    const { events } = await house.in(shop, (ctx) => readTask(ctx, { id }), anna);
    expect(events.map(({ kind, by }) => `${kind} ${by}`)).toEqual(
      ['created', 'done', 'reopened', 'deleted', 'restored'].map((kind) => `${kind} 安娜`),
    );
  });

  test('that repeats makes one next one, however often it is done, and takes it back', async () => {
    const given = { ...call, due: { on: today }, repeat: { every: 1, unit: 'month' as const } };
    const { id } = await house.in(shop, (ctx) => createTask(ctx, given), anna);
    const { next } = await house.in(shop, (ctx) => doneTask(ctx, { id }), anna);
    expect(next?.due?.on.slice(8)).toBe(today.slice(8) > '28' ? next?.due?.on.slice(8) : today.slice(8));
    expect(next).toMatchObject({ title: given.title, doneAt: null, repeat: given.repeat });
    await house.in(shop, (ctx) => reopenTask(ctx, { id }), anna);
    await expect(house.in(shop, (ctx) => readTask(ctx, { id: next?.id ?? '' }), anna)).rejects.toMatchObject({
      code: 'TASK_NOT_FOUND',
    });
    const both = await Promise.all([1, 2].map(() => house.in(shop, (ctx) => doneTask(ctx, { id }), anna)));
    expect(both.filter((one) => one.next !== null)).toHaveLength(1);
  });

  test('keeps its time of day when it is put off', async () => {
    const made = await house.in(
      shop,
      (ctx) => createTask(ctx, { ...call, due: { at: `${today}T15:30:00+08:00` } }),
      anna,
    );
    const day = addDays(today, 3);
    const moved = await house.in(shop, (ctx) => postponeTask(ctx, { id: made.id, day }), anna);
    expect(moved.due).toEqual({ on: day, at: new Date(`${day}T15:30:00+08:00`).toISOString() });
    const back = house.in(shop, (ctx) => postponeTask(ctx, { id: made.id, day: addDays(today, -1) }), anna);
    await expect(back).rejects.toMatchObject({ code: 'TASK_DAY_UNFIT' });
  });
});

describe('the first minute of a day', () => {
  test('belongs to that day, in lists, on the board and in the month', async () => {
    const night = await house.openWorkspace({ name: '夜班' });
    const guard = await colleague(house, night);
    const given = { ...call, due: { at: '2026-12-01T00:00:00+08:00' } };
    const made = await house.in(night, (ctx) => createTask(ctx, given), guard);
    expect(made.due?.on).toBe('2026-12-01');
    const eve = <T>(read: (ctx: Ctx) => Promise<T>) =>
      house.in(night, (ctx) => read(at(ctx, '2026-11-30T10:00:00+08:00', '2026-11-30')), guard);
    expect(await eve((ctx) => tasksOnDesk(ctx))).toEqual([]);
    const { rows } = await eve((ctx) => readBoard(ctx, { days: 2 }));
    expect(rows).toMatchObject([{ perDay: [0, 1], later: 0, overdue: 0 }]);
    const month = await eve((ctx) => readMonth(ctx, { month: '2026-12', view: 'mine' }));
    expect(month.days[0]?.tasks).toHaveLength(1);
  });
});

describe('who sees and changes a task', () => {
  test('a colleague of small reach does neither, but for those given, watched or for whoever has time', async () => {
    const annas = await house.in(shop, (ctx) => createTask(ctx, call), anna);
    await expect(house.in(shop, (ctx) => readTask(ctx, { id: annas.id }), ben)).rejects.toMatchObject({
      code: 'TASK_NOT_FOUND',
    });
    await expect(house.in(shop, (ctx) => doneTask(ctx, { id: annas.id }), ben)).rejects.toMatchObject({
      code: 'TASK_NOT_FOUND',
    });
    await house.in(shop, (ctx) => changeTask(ctx, { id: annas.id, watcherIds: [ben.memberId] }), anna);
    expect(await house.in(shop, (ctx) => readTask(ctx, { id: annas.id }), ben)).toMatchObject({ mayEdit: false });
    await expect(house.in(shop, (ctx) => doneTask(ctx, { id: annas.id }), ben)).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
    const anybodys = await house.in(shop, (ctx) => createTask(ctx, { ...call, assigneeId: null }), anna);
    expect((await house.in(shop, (ctx) => doneTask(ctx, { id: anybodys.id }), ben)).task.doneBy).toBe('小本');
    const asking = await house.in(shop, (ctx) => createTask(ctx, { ...call, assigneeId: anna.memberId }), ben);
    expect(asking.mayEdit).toBe(true);
  });

  test('a customer out of reach has no name, and no tasks to list', async () => {
    const customerId = await addCustomer(house, shop, { name: '绝密客户', owner_id: anna.memberId });
    const given = { ...call, customerId, assigneeId: ben.memberId };
    const { id } = await house.in(shop, (ctx) => createTask(ctx, given), anna);
    const seen = await house.in(shop, (ctx) => readTask(ctx, { id }), ben);
    expect(JSON.stringify(seen)).not.toContain('绝密客户');
    expect(seen.customer).toBeNull();
    const listed = house.in(shop, (ctx) => listTasks(ctx, { ...asked, view: 'mine', customerId }), ben);
    await expect(listed).rejects.toMatchObject({ code: 'CUSTOMER_NOT_FOUND' });
    const { items } = await house.in(shop, (ctx) => listTasks(ctx, { ...asked, view: 'mine', customerId }), anna);
    expect(items).toMatchObject([{ id, customer: { name: '绝密客户' } }]);
  });

  test('comments are taken back only by who made them', async () => {
    const task = await house.in(shop, (ctx) => createTask(ctx, { ...call, assigneeId: null }), anna);
    const said = await house.in(
      shop,
      (ctx) => commentTask(ctx, { id: task.id, body: '下午再打', mentions: [ben.memberId] }),
      anna,
    );
    expect(said.mentions).toEqual([{ id: ben.memberId, name: '小本' }]);
    const id = { id: task.id, commentId: said.id };
    await expect(house.in(shop, (ctx) => removeComment(ctx, id), ben)).rejects.toMatchObject({
      code: 'TASK_COMMENT_NOT_FOUND',
    });
    await house.in(shop, (ctx) => removeComment(ctx, id), anna);
    expect((await house.in(shop, (ctx) => readTask(ctx, { id: task.id }), anna)).comments).toEqual([]);
  });
});

describe('lists', () => {
  test('go on by key, what is due first at the top, and lose none', async () => {
    const office = await house.openWorkspace({ name: '办公室' });
    const one = await colleague(house, office);
    const days = [5, 1, 9, 3, 7];
    for (const ahead of days)
      await house.in(office, (ctx) => createTask(ctx, { ...call, due: { on: addDays(today, ahead) } }), one);
    await house.in(office, (ctx) => createTask(ctx, call), one);
    const seen: (string | undefined)[] = [];
    let cursor: string | undefined;
    do {
      const page = await house.in(office, (ctx) => listTasks(ctx, { ...asked, view: 'mine', limit: 2, cursor }), one);
      expect(page.count).toEqual({ value: 6, exact: true });
      seen.push(...page.items.map(({ due }) => due?.on));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual([...[1, 3, 5, 7, 9].map((ahead) => addDays(today, ahead)), undefined]);
  });

  test('the desk has what is due by tonight, the board says who has how much', async () => {
    const store = await house.openWorkspace({ name: '门店' });
    const boss = await colleague(house, store, { name: '老板' });
    const clerk = await colleague(house, store, { name: '店员' });
    const give = (ahead: number | null, assigneeId: string) =>
      house.in(
        store,
        (ctx) => createTask(ctx, { ...call, assigneeId, due: ahead === null ? null : { on: addDays(today, ahead) } }),
        boss,
      );
    await give(-2, clerk.memberId);
    await give(0, clerk.memberId);
    await give(1, clerk.memberId);
    await give(30, clerk.memberId);
    await give(null, boss.memberId);
    const desk = await house.in(store, (ctx) => tasksOnDesk(ctx), clerk);
    expect(desk.map(({ due, overdue }) => [due.on, overdue])).toEqual([
      [addDays(today, -2), true],
      [today, false],
    ]);
    const { rows } = await house.in(store, (ctx) => readBoard(ctx, { days: 3 }), boss);
    expect(rows).toEqual(
      [
        { member: { id: clerk.memberId, name: '店员' }, overdue: 1, perDay: [1, 1, 0], later: 1, doneToday: 0 },
        { member: { id: boss.memberId, name: '老板' }, overdue: 0, perDay: [0, 0, 0], later: 1, doneToday: 0 },
      ].sort((a, b) => (a.member.name < b.member.name ? -1 : 1)),
    );
    const month = await house.in(store, (ctx) => readMonth(ctx, { view: 'team' }), boss);
    expect(month.days.find(({ day }) => day === today)?.tasks).toHaveLength(1);
  });
});
