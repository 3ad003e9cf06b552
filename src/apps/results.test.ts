import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Ctx } from '../kernel/context.ts';
import { deliverDue } from '../kernel/jobs/dispatch.ts';
import { installReactions } from '../kernel/outbox.ts';
import { testHouse } from '../kernel/testing/house.ts';
import { addDays, addMonths } from '../maths/calendar.ts';
import { recordOrder } from '../modules/orders/record-order.ts';
import { closeMonth, readSheet, reopenMonth, setRules } from '../modules/team/results/incentives.ts';
import { listResults, readResults, setTargets } from '../modules/team/results/results.ts';
import { keepFiguresJob } from '../modules/team/results/values.ts';
import { doneTask } from '../modules/team/tasks/done.ts';
import { createTask } from '../modules/team/tasks/tasks.ts';
import { addCustomer, colleague } from '../modules/team/testing/shop.ts';
import { readDesk } from '../modules/today/desk.ts';
import { answerCard } from '../modules/today/outcomes.ts';
import { openDoorkeeper } from '../modules/workspaces/index.ts';
import { jobs, reactions } from './modules.ts';

installReactions(reactions);
const house = await testHouse({ jobs });
openDoorkeeper(house);
const shop = await house.openWorkspace();
const everything = {
  'customers.read': 'all',
  'orders.create': 'all',
  'orders.read': 'all',
  'today.work': 'all',
  'tasks.read': 'all',
  'tasks.edit': 'all',
  'results.read': 'all',
  'results.manage': 'all',
} as const;
const boss = await colleague(house, shop, { name: '林掌柜', role: 'manager', grants: everything });
const ben = await colleague(house, shop, { name: '小本', grants: { ...everything, 'results.read': 'own' } });
const today = await house.in(shop, async (ctx) => ctx.today);
const month = today.slice(0, 7);
const last = addMonths(`${month}-01`, -1).slice(0, 7);

const as = <T>(who: typeof boss, work: (ctx: Ctx) => Promise<T>) => house.in(shop, work, who);
const buys = (id: string, day: string, amount: string) =>
  as(boss, (ctx) =>
    recordOrder(ctx, {
      source: 'till',
      customer: { id },
      placedAt: `${day}T04:00:00Z`,
      lines: [{ name: '龙井', quantity: '1', unitPrice: amount }],
    }),
  );
const settle = async () => {
  while ((await deliverDue(house)) > 0);
};

/** Two regulars of Ben: one keeps coming every month, the other stopped eight years ago. */
const [regular, gone] = [
  await addCustomer(house, shop, { name: '张姐', owner_id: ben.memberId }),
  await addCustomer(house, shop, { name: '老周', owner_id: ben.memberId }),
];
for (const back of [4, 3, 2, 1]) await buys(regular, `${addMonths(`${month}-01`, -back).slice(0, 7)}-01`, '100.00');
for (const back of [100, 99, 98, 97]) await buys(gone, `${addMonths(`${month}-01`, -back).slice(0, 7)}-01`, '900.00');
await settle();

const cell = async (who: typeof boss, of: typeof boss, figure: string, asked = month) => {
  const { rows } = await as(who, (ctx) => listResults(ctx, { month: asked }));
  return rows.find(({ member }) => member.id === of.memberId)?.cells.find((one) => one.figure === figure);
};

describe('the results of a month', () => {
  test('count customers kept among those who were still there, and money last of all', async () => {
    expect(await cell(boss, ben, 'kept', last)).toMatchObject({ value: 100, of: 1 });
    expect(await cell(boss, ben, 'spent', last)).toMatchObject({ money: { amount: '100.00', currency: 'CNY' } });
    const { figures } = await as(boss, (ctx) => listResults(ctx, {}));
    expect(figures[0]?.key).toBe('kept');
    expect(figures.at(-1)).toMatchObject({ key: 'spent', sales: true });
  });

  test('count promises by whether the task was done in time', async () => {
    const due = { at: new Date(Date.now() + 60_000).toISOString() };
    const kept = await as(ben, (ctx) => createTask(ctx, { title: '送茶样', due }));
    await as(ben, (ctx) => createTask(ctx, { title: '寄发票', due }));
    await as(ben, (ctx) => doneTask(ctx, { id: kept.id }));
    // The minute has passed.
    await house.in(shop, (ctx) =>
      ctx.db
        .updateTable('tasks')
        .set({ due_at: new Date(), due_by: new Date() })
        .where('due_at', '=', new Date(due.at))
        .execute(),
    );
    await expect.poll(async () => (await cell(boss, ben, 'promises'))?.value).toBe(50);
  });

  test('count whom a colleague cared for on Today, how soon, and who came back after it', async () => {
    const quiet = await addCustomer(house, shop, { name: '安静的客户', owner_id: ben.memberId });
    for (const days of [300, 280, 260, 240, 150]) await buys(quiet, addDays(today, -days), '50.00');
    await settle();
    const { cards } = await as(ben, (ctx) => readDesk(ctx, { whose: 'all', beyond: false }));
    const card = cards.find(({ id }) => id === quiet);
    expect(card?.reasons.map(({ kind }) => kind)).toContain('late');
    const reasonIds = (card?.reasons ?? []).map(({ id }) => id);
    await as(ben, (ctx) => answerCard(ctx, { cardId: quiet, reasonIds, outcome: 'done', way: 'called' }));
    expect(await cell(boss, ben, 'cared')).toMatchObject({ value: 1 });
    expect(await cell(boss, ben, 'answerDays')).toMatchObject({ value: 0 });
    await buys(quiet, today, '50.00');
    await settle();
    expect(await cell(boss, ben, 'wonBack')).toMatchObject({ value: 1 });
  });

  test('show a colleague only the own ones', async () => {
    const { rows } = await as(ben, (ctx) => listResults(ctx, {}));
    expect(rows.map(({ member }) => member.name)).toEqual(['小本']);
    const asked = { memberId: boss.memberId, months: 2 };
    await expect(as(ben, (ctx) => readResults(ctx, asked))).rejects.toMatchObject({ code: 'COLLEAGUE_NOT_FOUND' });
    const own = await as(ben, (ctx) => readResults(ctx, { memberId: ben.memberId, months: 2 }));
    expect(own.months.map((one) => [one.month, one.running])).toEqual([
      [month, true],
      [last, false],
    ]);
  });

  test('know what was aimed at and whether it was reached', async () => {
    const aim = (target: number | null) =>
      as(boss, (ctx) =>
        setTargets(ctx, { memberId: ben.memberId, month: last, targets: [{ figure: 'kept', target }] }),
      );
    await aim(90);
    expect(await cell(boss, ben, 'kept', last)).toMatchObject({ target: 90, reached: true });
    await expect(aim(101)).rejects.toMatchObject({ code: 'TARGET_UNFIT' });
    await aim(null);
    expect(await cell(boss, ben, 'kept', last)).toMatchObject({ target: null, reached: null });
  });

  test('stay with whoever looked after the customers then', async () => {
    await house.in(shop, async (ctx) => {
      if (keepFiguresJob.run.kind === 'short') await keepFiguresJob.run.call(ctx, {});
    });
    await house.in(shop, (ctx) =>
      sql`update customers set owner_id = ${boss.memberId} where workspace_id = ${shop.id} and id = ${regular}`.execute(
        ctx.db,
      ),
    );
    expect(await cell(boss, ben, 'kept', last)).toMatchObject({ value: 100, of: 2 });
    expect((await cell(boss, boss, 'kept', last))?.value).toBeNull();
  });
});

describe('the incentive sheet', () => {
  const kept = { figure: 'kept', kind: 'reached', from: 90, amount: '200', percent: null, atMost: null } as const;
  const sales = { figure: 'spent', kind: 'percent', from: 50, amount: null, percent: 2, atMost: '300' } as const;

  test('is reckoned from rules that everybody reads, and never from sales alone', async () => {
    await expect(as(boss, (ctx) => setRules(ctx, { fromMonth: last, rules: [sales] }))).rejects.toMatchObject({
      code: 'INCENTIVE_ONLY_SALES',
    });
    await as(boss, (ctx) => setRules(ctx, { fromMonth: last, rules: [kept, sales] }));
    const mine = await as(ben, (ctx) => readSheet(ctx, { month: last }));
    expect(mine.rules.map(({ figure, amount, percent }) => [figure, amount, percent])).toEqual([
      ['kept', '200.00', null],
      ['spent', null, 2],
    ]);
    expect(mine.rows).toMatchObject([{ member: { name: '小本' }, total: { amount: '201.00', currency: 'CNY' } }]);
    expect((await as(boss, (ctx) => readSheet(ctx, { month: last }))).rows.length).toBeGreaterThan(1);
  });

  test('of a month that was reckoned up does not change with newer rules, until it is opened again', async () => {
    await as(boss, (ctx) => closeMonth(ctx, { month: last }));
    const change = (from: string) => as(boss, (ctx) => setRules(ctx, { fromMonth: from, rules: [] }));
    await expect(change(last)).rejects.toMatchObject({ code: 'INCENTIVE_MONTH_CLOSED' });
    await change(addMonths(`${last}-01`, -1).slice(0, 7));
    const closed = await as(ben, (ctx) => readSheet(ctx, { month: last }));
    expect([closed.total.amount, closed.closed?.by]).toEqual(['201.00', '林掌柜']);
    await expect(as(boss, (ctx) => closeMonth(ctx, { month: last }))).rejects.toMatchObject({
      code: 'INCENTIVE_MONTH_CLOSED',
    });
    await as(boss, (ctx) => reopenMonth(ctx, { month: last }));
    await change(last);
    expect((await as(ben, (ctx) => readSheet(ctx, { month: last }))).total.amount).toBe('0.00');
    await expect(as(boss, (ctx) => closeMonth(ctx, { month }))).rejects.toMatchObject({
      code: 'INCENTIVE_MONTH_RUNNING',
    });
  });

  test.each([
    { ...kept, kind: 'each' as const, code: 'INCENTIVE_RULE_UNFIT' },
    { ...kept, amount: null, code: 'INCENTIVE_AMOUNT_UNFIT' },
    { ...kept, amount: '1.234', code: 'INCENTIVE_AMOUNT_UNFIT' },
    { ...kept, figure: 'beauty', code: 'INCENTIVE_RULE_UNFIT' },
  ])('takes no rule that does not add up ($code, $figure, $amount)', async ({ code, ...rule }) => {
    await expect(as(boss, (ctx) => setRules(ctx, { fromMonth: month, rules: [rule] }))).rejects.toMatchObject({ code });
  });
});
