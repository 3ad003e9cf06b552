import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { asSystem, query } from '../../../kernel/enter.ts';
import { deliverDue } from '../../../kernel/jobs/dispatch.ts';
import { installReactions } from '../../../kernel/outbox.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { addDays } from '../../../maths/calendar.ts';
import { createCustomersInBulk } from '../../customers/index.ts';
import '../../customers/module.ts';
import { recordOrder } from '../../orders/index.ts';
import '../../orders/module.ts';
import { colleague } from '../../team/testing/shop.ts';
import '../../team/module.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { verifyRhythms } from '../index.ts';
import { retentionModule } from '../module.ts';
import { passNight, startRefresh } from '../refresh.ts';
import { lockWatch } from '../shop.ts';
import { listAlerts } from '../watch-list.ts';
import { closeCase, reopenCase } from './close-case.ts';
import { casesDue, ringDue } from './deadline.ts';
import { forgetLesson, readClassRules, setClassRule } from './lessons.ts';
import { listCases } from './list-cases.ts';
import { assignCase, openCase } from './open-case.ts';
import { readCase } from './read-case.ts';
import { tellOfPurchases } from './tell-of-purchases.ts';
import { addStep, agreeSolution, noteCause } from './work-on-case.ts';

const house = await testHouse({ jobs: [casesDue] });
openDoorkeeper(house);
let shop: Workspace;
let people: Map<string, string>;
const everything = {
  'customers.read': 'all',
  'customers.edit': 'all',
  'retention.read': 'all',
  'retention.edit': 'all',
  'tasks.read': 'all',
  'tasks.edit': 'all',
  'today.work': 'all',
} as const;
type Person = Awaited<ReturnType<typeof colleague>>;
let seller: Person;
let helper: Person;
let stranger: Person;

const LATE = ['林小姐', '王先生', '陈太太', '老周', '许老师', '郭姐'];

beforeAll(async () => {
  shop = await house.openWorkspace();
  seller = await colleague(house, shop, { name: '小雨', grants: everything });
  helper = await colleague(house, shop, {
    name: '阿敏',
    role: 'sales',
    grants: {
      ...everything,
      'customers.read': 'own',
      'customers.edit': 'own',
      'retention.read': 'own',
      'retention.edit': 'own',
    },
  });
  stranger = await colleague(house, shop, {
    name: '新来的',
    grants: { ...everything, 'customers.read': 'own', 'retention.edit': 'own' },
  });
  people = new Map();
  await house.in(shop, async (ctx) => {
    const names = [...LATE, ...Array.from({ length: 12 }, (_, n) => `熟客${n}`)];
    const ids = await createCustomersInBulk(
      ctx,
      names.map((name) => ({ name, ownerId: seller.memberId })),
    );
    for (const [n, name] of names.entries()) people.set(name, ids[n] as string);
    for (const [n, name] of names.entries()) {
      for (let visit = 0; visit < 8; visit += 1) {
        await buy(ctx, name, addDays(ctx.today, -(n < LATE.length ? 60 : 2 + (n % 5)) - 14 * visit - (visit % 3)));
      }
    }
  });
  // Looked at once, not after each of many purchases.
  installReactions(retentionModule.reactions ?? []);
  await house.in(shop, startRefresh);
  await settle();
});
afterAll(() => installReactions([]));

async function buy(ctx: Ctx, name: string, day: string): Promise<void> {
  const customer = { id: idOf(name) };
  await recordOrder(ctx, { source: 'till', lines: [], total: '100.00', customer, placedAt: `${day}T12:00:00+08:00` });
}

const idOf = (name: string) => people.get(name) as string;
const as = <T>(who: Person, work: (ctx: Ctx) => Promise<T>) => house.in(shop, work, who);
const look = <T>(who: Person, work: (ctx: Ctx) => Promise<T>) =>
  query(house.database, { workspace: shop, actor: who, locale: 'en' }, work);
const open = (name: string, more: object = {}) =>
  as(seller, (ctx) => openCase(ctx, { customerId: idOf(name), kind: 'keep', ...more }));

async function settle(): Promise<void> {
  while ((await deliverDue(house)) > 0);
}

async function late(): Promise<string[]> {
  const { items } = await look(seller, (ctx) => listAlerts(ctx, { limit: 50, show: 'open', kind: 'late' }));
  return items.map(({ customer }) => customer.name);
}

function onDesk(customerId: string) {
  return house.database
    .reader(shop.id)
    .selectFrom('today_reasons')
    .select(['kind', 'settled_by', 'due_on', 'show_from'])
    .where('workspace_id', '=', shop.id)
    .where('customer_id', '=', customerId)
    .orderBy('kind')
    .orderBy('show_from')
    .execute();
}

describe('a case', () => {
  test('opens from an alert, belongs to sales and service, and lets in who could not see the customer', async () => {
    const opened = await open('林小姐', { serviceId: helper.memberId });
    expect(opened).toMatchObject({
      state: 'open',
      sales: { name: '小雨' },
      service: { name: '阿敏' },
      alert: expect.stringMatching(/^Usually every 1\d/),
    });
    expect(Number(opened.stake.amount)).toBeGreaterThan(0);
    const seen = await look(helper, (ctx) => readCase(ctx, { id: opened.id }));
    expect(seen).toMatchObject({ id: opened.id, mayEdit: true });
    expect((await look(helper, (ctx) => listCases(ctx, { limit: 9, show: 'open', mine: 'true' }))).items).toHaveLength(
      1,
    );
    await expect(look(stranger, (ctx) => readCase(ctx, { id: opened.id }))).rejects.toMatchObject({
      code: 'CASE_NOT_FOUND',
    });
  });

  test('stands once on a customer, also when two colleagues open it at the same moment', async () => {
    await expect(open('林小姐')).rejects.toMatchObject({ code: 'CASE_OPEN_ALREADY' });
    const tries = await Promise.allSettled([open('王先生'), open('王先生'), open('王先生')]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('is told cause, solution and steps; the agreed deadline rings on Today for both', async () => {
    const [row] = (await look(seller, (ctx) => listCases(ctx, { limit: 9, show: 'open', customerId: idOf('林小姐') })))
      .items;
    const id = row?.id as string;
    await as(helper, (ctx) => noteCause(ctx, { id, causes: ['waiting', 'service'], note: '上次等了四十分钟' }));
    const { today } = await house.in(shop, async (ctx) => ctx);
    const dueOn = addDays(today, 3);
    const agreement = {
      id,
      solution: '打电话道歉',
      offer: '一盒新茶',
      offerCost: { amount: '58.00', currency: 'CNY' },
      dueOn,
    };
    await as(seller, (ctx) => agreeSolution(ctx, agreement));
    const done = await as(seller, (ctx) => addStep(ctx, { id, title: '打电话', assigneeId: helper.memberId }));
    expect(done).toMatchObject({
      state: 'agreed',
      causes: ['waiting', 'service'],
      dueOn,
      offerCost: { amount: '58.00' },
      steps: [{ title: '打电话', assignee: { name: '阿敏' }, done: false, dueOn }],
    });
    expect(
      (await onDesk(idOf('林小姐'))).filter(({ kind, settled_by: by }) => kind === 'case_due' && by === null),
    ).toEqual([{ kind: 'case_due', settled_by: null, due_on: dueOn, show_from: dueOn }]);
    await house.in(shop, (ctx) => ringDue({ ...ctx, today: dueOn }));
    await house.in(shop, (ctx) => ringDue({ ...ctx, today: dueOn }));
    const told = await house.database
      .reader(shop.id)
      .selectFrom('notifications')
      .select('member_id')
      .where('workspace_id', '=', shop.id)
      .where('kind', '=', 'case_due')
      .execute();
    expect(told.map(({ member_id: member }) => member).sort()).toEqual([seller.memberId, helper.memberId].sort());
  });

  test('a purchase is told to both colleagues, once', async () => {
    await house.in(shop, (ctx) => buy(ctx, '林小姐', ctx.today));
    await settle();
    await house.in(shop, (ctx) => tellOfPurchases(ctx, null));
    const told = await house.database
      .reader(shop.id)
      .selectFrom('notifications')
      .select('member_id')
      .where('workspace_id', '=', shop.id)
      .where('kind', '=', 'case_bought')
      .execute();
    expect(told.map(({ member_id: member }) => member).sort()).toEqual([seller.memberId, helper.memberId].sort());
  });

  test('a purchase proposes “came back”; closing it settles the alert and what Today says', async () => {
    const before = await look(seller, (ctx) => listCases(ctx, { limit: 9, show: 'returned' }));
    expect(before.items).toMatchObject([{ customer: { name: '林小姐' }, purchase: { amount: { amount: '100.00' } } }]);
    const [row] = before.items;
    const id = row?.id as string;
    const closed = await as(helper, (ctx) => closeCase(ctx, { id, outcome: 'came_back' }));
    expect(closed).toMatchObject({
      state: 'closed',
      outcome: 'came_back',
      returned: { amount: { amount: '100.00' } },
      spent: { amount: '58.00' },
    });
    await settle();
    expect(await late()).not.toContain('林小姐');
    const desk = await onDesk(idOf('林小姐'));
    expect(desk.filter(({ kind, settled_by: by }) => kind !== 'slowing' && by === null)).toEqual([]);
    await expect(as(seller, (ctx) => noteCause(ctx, { id, causes: [] }))).rejects.toMatchObject({
      code: 'CASE_CLOSED',
    });
    expect(await query(house.database, asSystem(shop), verifyRhythms)).toEqual([]);
  });

  test('of a lost customer with its reason raises no alert again for the same silence', async () => {
    const [row] = (await look(seller, (ctx) => listCases(ctx, { limit: 9, show: 'open', customerId: idOf('王先生') })))
      .items;
    const id = row?.id as string;
    await expect(as(seller, (ctx) => closeCase(ctx, { id, outcome: 'lost' }))).rejects.toMatchObject({
      code: 'CASE_REASON_NEEDED',
    });
    await expect(as(seller, (ctx) => closeCase(ctx, { id, outcome: 'lost', reason: 'yearly' }))).rejects.toMatchObject({
      code: 'CASE_REASON_NEEDED',
    });
    await as(seller, (ctx) => closeCase(ctx, { id, outcome: 'lost', reason: 'moved' }));
    await house.in(shop, passNight);
    await settle();
    expect(await late()).not.toContain('王先生');
  });

  test('changed by two at once answers the second with what stands there', async () => {
    const { id, version } = await open('郭姐');
    await as(seller, (ctx) => noteCause(ctx, { id, version, causes: ['price'] }));
    await expect(as(seller, (ctx) => noteCause(ctx, { id, version, causes: [] }))).rejects.toMatchObject({
      code: 'STALE',
    });
    await expect(as(stranger, (ctx) => assignCase(ctx, { id, salesId: null, serviceId: null }))).rejects.toMatchObject({
      code: 'CASE_NOT_FOUND',
    });
    await expect(
      as(seller, (ctx) => agreeSolution(ctx, { id, solution: '…', dueOn: '2020-01-01' })),
    ).rejects.toMatchObject({ code: 'CASE_DAY_UNFIT' });
  });
});

describe('a false alarm', () => {
  test('of a yearly customer moves the alert day by a year, until somebody forgets it', async () => {
    const { id } = await open('陈太太');
    expect(await late()).toContain('陈太太');
    const closed = await as(seller, (ctx) => closeCase(ctx, { id, outcome: 'false_alarm', reason: 'yearly' }));
    expect(closed.lesson).toMatchObject({ reason: 'yearly', alertDays: 400 });
    await house.in(shop, passNight);
    await settle();
    expect(await late()).not.toContain('陈太太');
    expect(await rhythmOf('陈太太')).toMatchObject({ taught: 'yearly' });
    expect(await query(house.database, asSystem(shop), verifyRhythms)).toEqual([]);
    // While the whole shop is looked at anew, whoever asks waits for it and is not turned away.
    const [begun, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    onTestFinished(() => done.resolve());
    const refreshing = house.in(shop, async (ctx) => {
      await lockWatch(ctx);
      begun.resolve();
      await done.promise;
    });
    await begun.promise;
    const forgotten = Promise.allSettled([as(seller, (ctx) => forgetLesson(ctx, { customerId: idOf('陈太太') }))]);
    const waiting = sql`select 1 from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`;
    await expect.poll(async () => (await waiting.execute(house.database.local)).rows).toHaveLength(1);
    done.resolve();
    await refreshing;
    expect(await forgotten).toMatchObject([{ status: 'fulfilled' }]);
    expect(await rhythmOf('陈太太')).toMatchObject({ taught: null });
    await expect(as(seller, (ctx) => forgetLesson(ctx, { customerId: idOf('陈太太') }))).rejects.toMatchObject({
      code: 'CASE_LESSON_NOT_FOUND',
    });
  });

  test('of somebody on leave is silent until then, and reopening the case forgets it', async () => {
    const { id } = await open('老周');
    const { today } = await house.in(shop, async (ctx) => ctx);
    await expect(
      as(seller, (ctx) => closeCase(ctx, { id, outcome: 'false_alarm', reason: 'on_leave' })),
    ).rejects.toMatchObject({ code: 'CASE_UNTIL_NEEDED' });
    const until = addDays(today, 20);
    await as(seller, (ctx) => closeCase(ctx, { id, outcome: 'false_alarm', reason: 'on_leave', until }));
    expect(await rhythmOf('老周')).toEqual({ taught: 'on_leave', alert_on: addDays(until, 1) });
    await as(seller, (ctx) => reopenCase(ctx, { id }));
    expect(await rhythmOf('老周')).toMatchObject({ taught: null });
    await as(seller, (ctx) => closeCase(ctx, { id, outcome: 'false_alarm', reason: 'not_watched' }));
    expect(await rhythmOf('老周')).toEqual({ taught: 'not_watched', alert_on: '9999-12-31' });
  });

  test('repeated within a class proposes a rule, which holds only once somebody accepts it', async () => {
    const { id } = await open('许老师');
    await house.in(shop, (ctx) =>
      ctx.db
        .insertInto('class_members')
        .values(
          LATE.map((name) => ({
            workspace_id: shop.id,
            scheme: 'value-matrix',
            customer_id: idOf(name),
            key: 'uncertain',
            since: ctx.today,
            purchase_days: 8,
            amount_minor: 80_000n,
            last_on: ctx.today,
          })),
        )
        .execute(),
    );
    await as(seller, (ctx) => closeCase(ctx, { id, outcome: 'false_alarm', reason: 'other' }));
    expect(await look(seller, readClassRules)).toEqual({ proposals: [], rules: [] });
    // The two before were closed while nobody was divided into classes.
    await house.in(shop, (ctx) =>
      ctx.db
        .updateTable('retention_cases')
        .set({ class: 'uncertain', reason: 'yearly' })
        .where('workspace_id', '=', shop.id)
        .where('outcome', '=', 'false_alarm')
        .execute(),
    );
    const { proposals } = await look(seller, readClassRules);
    expect(proposals).toMatchObject([{ class: 'uncertain', cases: 3, from: null, to: 61 }]);
    await house.in(shop, (ctx) => setClassRule(ctx, { class: 'uncertain', days: 61 }));
    await settle();
    expect(await look(seller, readClassRules)).toMatchObject({
      proposals: [],
      rules: [{ class: 'uncertain', days: 61 }],
    });
    await expect(as(seller, (ctx) => setClassRule(ctx, { class: 'gold', days: 5 }))).rejects.toMatchObject({
      code: 'CASE_CLASS_UNKNOWN',
    });
  });
});

async function rhythmOf(name: string) {
  return house.database
    .reader(shop.id)
    .selectFrom('retention_rhythms')
    .select(['taught', 'alert_on'])
    .where('workspace_id', '=', shop.id)
    .where('customer_id', '=', idOf(name))
    .executeTakeFirst();
}
