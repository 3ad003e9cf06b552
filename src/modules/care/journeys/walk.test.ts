import { createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../../kernel/access.ts';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { deliverDue } from '../../../kernel/jobs/dispatch.ts';
import { installReactions } from '../../../kernel/outbox.ts';
import { actorWith, testHouse } from '../../../kernel/testing/house.ts';
import { changeCustomer } from '../../customers/index.ts';
import '../../customers/module.ts';
import { recordOrder } from '../../orders/index.ts';
import '../../orders/module.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { createChannel } from '../channels/channels.ts';
import { jobs } from '../jobs.ts';
import '../module.ts';
import { readToken } from '../public/tokens.ts';
import { changeSettings } from '../settings.ts';
import { createTemplate } from '../templates/templates.ts';
import { customer, mailSink, work } from '../testing/shop.ts';
import { readyKeys } from './contract.ts';
import { enterJourney } from './enter.ts';
import { hearMessage } from './heard.ts';
import { readHook, renewHook, takeHookCall, tellEvent } from './hooks.ts';
import { changeJourney, createJourney, endJourney, pauseJourney, publishJourney, resumeJourney } from './journeys.ts';
import { listPeople } from './people.ts';
import type { Plan, Step } from './plan-contract.ts';
import { journeyReactions } from './reactions.ts';
import { rehearseJourney } from './rehearse.ts';
import { readResults } from './results.ts';
import { EMPTY_PLAN } from './shape-plan.ts';
import { liveJourneys } from './stored.ts';
import { walkPortion } from './walk.ts';
import { letHappen } from './what-happened.ts';

const house = await testHouse({ jobs });
openDoorkeeper(house);
const sink = await mailSink();
const DAY_MS = 86_400_000;

const tag = (name: string): Step => ({ id: randomUUID(), kind: 'tag', tag: name, remove: false });
const days = (amount: number): Step => ({
  id: randomUUID(),
  kind: 'wait',
  wait: { kind: 'span', span: { amount, unit: 'days' } },
});

async function openShop() {
  const shop = await house.openWorkspace();
  const letter = await house.in(shop, async (ctx) => {
    await changeSettings(ctx, { version: 0, quietFrom: '00:00', quietTo: '00:00' });
    const given = {
      provider: 'smtp',
      fromName: '林记',
      fromAddress: 'lin@tea.example',
      host: '127.0.0.1',
      port: sink.port,
      secure: false,
    } as const;
    const channel = await createChannel(ctx, { kind: 'email', name: '邮件', perMinute: null, given });
    const blocks = [{ kind: 'text' as const, text: '{{salutation}}，谢谢！{{coupon}}' }];
    const template = await createTemplate(ctx, {
      name: '致谢',
      channel: 'email',
      purpose: 'service',
      content: { 'zh-CN': { subject: '谢谢', preheader: '', blocks } },
    });
    return { channelId: channel.id, templateId: template.id };
  });
  const at = <T>(inDays: number, does: (ctx: Ctx) => Promise<T>, actor?: Actor) =>
    house.in(shop, (ctx) => does({ ...ctx, now: new Date(ctx.now.getTime() + inDays * DAY_MS) }), actor);
  const run = async (inDays = 0) => {
    while ((await at(inDays, (ctx) => walkPortion(ctx))) > 0);
  };
  const journey = (plan: Partial<Plan>) => begin(shop, plan);
  const enter = async (ids: string[], cause = 'test') =>
    house.in(shop, async (ctx) => {
      let entered = 0;
      for (const live of await liveJourneys(ctx))
        entered += await enterJourney(
          ctx,
          live,
          ids.map((customerId) => ({ customerId, cause })),
        );
      return entered;
    });
  const message = (): Step => ({ id: randomUUID(), kind: 'message', ...letter });
  return { shop, at, run, journey, enter, message, ...letter };
}

async function begin(shop: Workspace, plan: Partial<Plan>): Promise<string> {
  return house.in(shop, async (ctx) => {
    const { id } = await createJourney(ctx, { plan: { ...EMPTY_PLAN, holdOutPercent: 0, ...plan } });
    await publishJourney(ctx, { id });
    return id;
  });
}

const people = (shop: Workspace, n: number) => Promise.all(Array.from({ length: n }, () => customer(house, shop)));
const tagsOf = (shop: Workspace, id: string) =>
  house.in(
    shop,
    async (ctx) =>
      (await ctx.db.selectFrom('customers').select('tags').where('id', '=', id).executeTakeFirstOrThrow()).tags,
  );
const buys = (shop: Workspace, customerId: string) =>
  house.in(shop, (ctx) =>
    recordOrder(ctx, {
      externalId: randomUUID(),
      source: 'till',
      customer: { id: customerId },
      placedAt: new Date().toISOString(),
      currency: 'CNY',
      lines: [{ sku: 'T1', name: '龙井', quantity: '1', unitPrice: '88.00' }],
    } as never),
  );
const count = (shop: Workspace, table: string) =>
  house.in(
    shop,
    async (ctx) =>
      (
        await sql<{
          n: number;
        }>`select count(*)::int as n from ${sql.table(table)} where workspace_id = ${shop.id}`.execute(ctx.db)
      ).rows[0]?.n ?? 0,
  );

describe('a journey', () => {
  test('leads from an order to a mail and a task, once, however often the order is told', async () => {
    const { shop, run, journey, message, channelId } = await openShop();
    const id = await journey({
      trigger: { kind: 'firstOrder' },
      steps: [
        message(),
        days(2),
        { id: randomUUID(), kind: 'task', title: '回访', note: '', dueDays: 3, assigneeId: null },
      ],
    });
    const buyer = await customer(house, shop, { email: 'first@example.com' });
    installReactions(journeyReactions);
    await buys(shop, buyer);
    while ((await deliverDue(house)) > 0);
    installReactions([]);
    await house.in(shop, (ctx) => letHappen(ctx, ['firstOrder'], [buyer]));
    await run();
    await work(house, shop, 'care.send', { channelId });
    expect(sink.received.filter(({ to }) => to === 'first@example.com')).toHaveLength(1);
    expect(await count(shop, 'tasks')).toBe(0);
    await run(1.9);
    expect(await count(shop, 'tasks')).toBe(0);
    await run(2.1);
    await run(9);
    expect(await count(shop, 'tasks')).toBe(1);
    const results = await house.in(shop, (ctx) => readResults(ctx, { id }));
    expect(results).toMatchObject({ entered: 1, done: 1, waiting: 0, why: 'noHoldOut' });
    expect(results.steps[0]).toMatchObject({ sent: 1, outcomes: [{ outcome: 'done', count: 1 }] });
  });

  test('does no step twice for anybody, with several workers that are killed in the middle', async () => {
    const { shop, at, journey, enter, message } = await openShop();
    const task: Step = { id: randomUUID(), kind: 'task', title: '问候', note: '', dueDays: 1, assigneeId: null };
    await journey({ steps: [message(), days(1), task, days(1), tag('到')] });
    const ids = await people(shop, 24);
    expect([await enter(ids), await enter(ids)]).toEqual([24, 0]);
    let kills = 0;
    const worker = async (day: number, unlucky: boolean) => {
      for (let found = 1; found > 0;) {
        try {
          found = await at(day, async (ctx) => {
            const walked = await walkPortion(ctx, 4);
            if (unlucky && kills < 5 && walked > 0) throw new Error('killed');
            return walked;
          });
        } catch (error) {
          if ((error as Error).message !== 'killed') throw error;
          kills += 1;
        }
      }
    };
    for (const day of [0, 1.1, 2.2]) await Promise.all([worker(day, true), worker(day, false), worker(day, true)]);
    for (const day of [0, 1.1, 2.2]) await worker(day, false);
    expect(kills).toBeGreaterThan(0);
    const tables = ['care_messages', 'tasks', 'care_journey_steps'];
    expect(await Promise.all(tables.map((table) => count(shop, table)))).toEqual([24, 24, 120]);
    const { rows } = await house.in(shop, (ctx) =>
      sql<{
        n: number;
      }>`select count(*)::int as n from customers where workspace_id = ${shop.id} and tags = '{到}'`.execute(ctx.db),
    );
    expect(rows[0]?.n).toBe(24);
  }, 120_000);

  test('lets who is on the way finish by the plan they began with', async () => {
    const { shop, at, run, journey, enter } = await openShop();
    const id = await journey({ steps: [days(1), tag('旧')] });
    const [early = '', late = ''] = await people(shop, 2);
    await enter([early]);
    await run();
    await house.in(shop, async (ctx) => {
      await changeJourney(ctx, { id, plan: { ...EMPTY_PLAN, holdOutPercent: 0, steps: [tag('新')] } });
      expect((await publishJourney(ctx, { id })).live).toBe(2);
      expect((await publishJourney(ctx, { id })).live).toBe(2);
    });
    await enter([late]);
    await run();
    await run(2);
    expect([await tagsOf(shop, early), await tagsOf(shop, late)]).toEqual([['旧'], ['新']]);
    const { items } = await at(0, (ctx) => listPeople(ctx, { id, limit: 10 }));
    expect(items.map(({ version }) => version).sort()).toEqual([1, 2]);
  });

  test('stands still while it is paused, and ends for everybody when it ends', async () => {
    const { shop, run, journey, enter } = await openShop();
    const id = await journey({ steps: [days(1), tag('走'), days(1), tag('完')] });
    const [one = '', other = ''] = await people(shop, 2);
    await enter([one]);
    await run();
    await house.in(shop, (ctx) => pauseJourney(ctx, { id }));
    await run(5);
    expect([await enter([other]), await tagsOf(shop, one)]).toEqual([0, []]);
    await expect(house.in(shop, (ctx) => pauseJourney(ctx, { id }))).rejects.toMatchObject({
      code: 'JOURNEY_NOT_RUNNING',
    });
    await house.in(shop, (ctx) => resumeJourney(ctx, { id }));
    await run(5);
    expect(await tagsOf(shop, one)).toEqual(['走']);
    await house.in(shop, (ctx) => endJourney(ctx, { id }));
    await run(9);
    expect(await tagsOf(shop, one)).toEqual(['走']);
    const { left } = await house.in(shop, (ctx) => readResults(ctx, { id }));
    expect(left).toEqual([{ why: 'stopped', count: 1 }]);
  });

  test('tells who bought in time from who did not', async () => {
    const { shop, run, journey, enter } = await openShop();
    const until: Step = {
      id: randomUUID(),
      kind: 'until',
      happens: { kind: 'order' },
      within: { amount: 5, unit: 'days' },
      came: [tag('买了')],
      missed: [tag('没买')],
    };
    await journey({ steps: [until] });
    const [buyer = '', idler = ''] = await people(shop, 2);
    await enter([buyer, idler]);
    await run();
    installReactions(journeyReactions);
    await buys(shop, buyer);
    while ((await deliverDue(house)) > 0);
    installReactions([]);
    await run(0.01);
    expect([await tagsOf(shop, buyer), await tagsOf(shop, idler)]).toEqual([['买了'], []]);
    await run(6);
    expect([await tagsOf(shop, buyer), await tagsOf(shop, idler)]).toEqual([['买了'], ['没买']]);
  });

  test('hears of an opened message, before somebody waits for it or while they do', async () => {
    const { shop, run, journey, enter, message } = await openShop();
    const until: Step = {
      id: randomUUID(),
      kind: 'until',
      happens: { kind: 'opened' },
      within: { amount: 5, unit: 'days' },
      came: [tag('看了')],
      missed: [tag('没看')],
    };
    await journey({ steps: [message(), days(1), until] });
    const [early = '', late = '', never = ''] = await people(shop, 3);
    await enter([early, late, never]);
    await run();
    const opens = (customerId: string, tells: boolean) =>
      house.in(shop, async (ctx) => {
        const { rows } = await sql<{ id: string }>`
          update care_messages set opened_at = now() where customer_id = ${customerId} returning id`.execute(ctx.db);
        if (tells) await hearMessage(ctx, 'opened', rows[0]?.id ?? '');
      });
    await opens(early, false);
    await run(1.1);
    await opens(late, true);
    await run(1.2);
    const tags = async () => [await tagsOf(shop, early), await tagsOf(shop, late), await tagsOf(shop, never)];
    expect(await tags()).toEqual([['看了'], ['看了'], []]);
    await run(7);
    expect(await tags()).toEqual([['看了'], ['看了'], ['没看']]);
  });

  test('sends home who reached the goal, who meets the exit, and whose card is gone', async () => {
    const { shop, run, journey, enter } = await openShop();
    const id = await journey({
      goal: { kind: 'order', leaves: true },
      exit: { field: 'stage', value: ['lost'] },
      steps: [days(2), tag('到')],
    });
    const [buyer = '', lost = '', gone = '', stays = ''] = await people(shop, 4);
    await enter([buyer, lost, gone, stays]);
    await run();
    installReactions(journeyReactions);
    await buys(shop, buyer);
    while ((await deliverDue(house)) > 0);
    installReactions([]);
    await house.in(shop, async (ctx) => {
      await sql`update customers set stage = 'lost' where id = ${lost}`.execute(ctx.db);
      await sql`update customers set binned_at = now() where id = ${gone}`.execute(ctx.db);
    });
    await run(3);
    const { left, done, goal } = await house.in(shop, (ctx) => readResults(ctx, { id }));
    expect(left.sort((a, b) => a.why.localeCompare(b.why))).toEqual([
      { why: 'exit', count: 1 },
      { why: 'goal', count: 1 },
      { why: 'gone', count: 1 },
    ]);
    expect([done, goal, await tagsOf(shop, stays)]).toEqual([1, 1, ['到']]);
  });

  test('parts people by conditions and by chance, and notes what could not be done', async () => {
    const { shop, run, journey, enter } = await openShop();
    const halves = [50, 50].map((share) => ({ share, steps: [] }));
    const id = await journey({
      steps: [
        {
          id: randomUUID(),
          kind: 'condition',
          condition: { field: 'stage', value: ['active'] },
          yes: [tag('熟')],
          no: [],
        },
        { id: randomUUID(), kind: 'split', branches: halves },
        { id: randomUUID(), kind: 'owner', memberId: randomUUID() },
        { id: randomUUID(), kind: 'leave' },
      ],
    });
    const ids = await people(shop, 40);
    await house.in(shop, (ctx) => sql`update customers set stage = 'active' where id = ${ids[0]}`.execute(ctx.db));
    await enter(ids);
    await run();
    expect(await tagsOf(shop, ids[0] ?? '')).toEqual(['熟']);
    const { steps, left } = await house.in(shop, (ctx) => readResults(ctx, { id }));
    const outcomes = steps.map((step) => Object.fromEntries(step.outcomes.map((one) => [one.outcome, one.count])));
    expect(outcomes[0]).toEqual({ yes: 1, no: 39 });
    const [first = 0, second = 0] = Object.values(outcomes[2] ?? {});
    expect(first + second).toBe(40);
    expect(Math.min(first, second)).toBeGreaterThan(5);
    expect(outcomes.slice(3)).toEqual([{ failed: 40 }, { done: 40 }]);
    expect(left).toEqual([{ why: 'left', count: 40 }]);
  });

  test('leaves a share in peace, which gets nothing', async () => {
    const { shop, run, journey, enter } = await openShop();
    const id = await journey({ holdOutPercent: 50, steps: [tag('收到')] });
    const ids = await people(shop, 60);
    await enter(ids);
    await run();
    const { treated, held } = await house.in(shop, (ctx) => readResults(ctx, { id }));
    expect(treated.n + (held?.n ?? 0)).toBe(60);
    expect(held?.n).toBeGreaterThan(10);
    const tagged = (await Promise.all(ids.map((one) => tagsOf(shop, one)))).filter((tags) => tags.length > 0);
    expect(tagged).toHaveLength(treated.n);
  });
});

describe('what lets somebody in', () => {
  test('is a colleague’s tag, and not one that a journey set', async () => {
    const { shop, run, journey } = await openShop();
    const [one = '', other = ''] = await people(shop, 2);
    const id = await journey({ trigger: { kind: 'tag', tag: 'VIP' }, again: 'always', steps: [tag('看到')] });
    const boss = actorWith({ 'customers.read': 'all', 'customers.edit': 'all' });
    await house.in(shop, (ctx) => changeCustomer(ctx, { id: one, tags: ['VIP'] }), boss);
    await house.in(shop, (ctx) => changeCustomer(ctx, { id: other, tags: ['VIP'] }));
    for (let told = 0; told < 2; told += 1) await house.in(shop, (ctx) => letHappen(ctx, ['tag'], [one, other]));
    await run();
    const { items } = await house.in(shop, (ctx) => listPeople(ctx, { id, limit: 10 }));
    expect(items.map(({ customer: who }) => who?.id)).toEqual([one]);
  });

  test('is a birthday ahead, once a year, however often the night passes', async () => {
    const { shop, journey } = await openShop();
    const id = await journey({ trigger: { kind: 'birthday', daysAhead: 14 }, again: 'always', steps: [days(1)] });
    const one = await customer(house, shop);
    await house.in(shop, async (ctx) => {
      const on = new Date(Date.parse(ctx.today) + 14 * DAY_MS).toISOString().slice(0, 10);
      await sql`update customers set birthday_calendar = 'solar', birthday_month = ${Number(on.slice(5, 7))}, birthday_day = ${Number(on.slice(8))}
        where id = ${one}`.execute(ctx.db);
      for (let night = 0; night < 2; night += 1) await letHappen(ctx, ['birthday', 'daily', 'date'], null);
    });
    expect((await house.in(shop, (ctx) => listPeople(ctx, { id, limit: 10 }))).items).toHaveLength(1);
  });

  test('is an event of another program, once per key, and lets go on who waited for it', async () => {
    const { shop, run, journey } = await openShop();
    const one = await customer(house, shop, { email: 'cart@example.com' });
    await journey({
      trigger: { kind: 'event', name: 'cart.left' },
      again: 'always',
      steps: [
        {
          id: randomUUID(),
          kind: 'until',
          happens: { kind: 'event', name: 'cart.bought' },
          within: { amount: 1, unit: 'hours' },
          came: [tag('买')],
          missed: [],
        },
      ],
    });
    const tell = (name: string, key: string) =>
      house.in(shop, (ctx) => tellEvent(ctx, { name, key, customer: { email: 'Cart@example.com' } }));
    expect(await tell('cart.left', 'c1')).toEqual({ entered: 1, wentOn: 0 });
    expect(await tell('cart.left', 'c1')).toEqual({ entered: 0, wentOn: 0 });
    await run();
    expect(await tell('cart.bought', 'c1')).toEqual({ entered: 0, wentOn: 1 });
    await run(0.001);
    expect(await tagsOf(shop, one)).toEqual(['买']);
    await expect(
      house.in(shop, (ctx) => tellEvent(ctx, { name: 'cart.left', customer: { email: 'nobody@example.com' } })),
    ).rejects.toMatchObject({ code: 'CARE_CUSTOMER_UNFIT' });
  });

  test('is a call to the secret address until the address is renewed', async () => {
    const { shop, journey } = await openShop();
    const id = await journey({ trigger: { kind: 'hook' }, again: 'always', steps: [days(1)] });
    await customer(house, shop, { email: 'hook@example.com' });
    const token = async () => (await house.in(shop, (ctx) => readHook(ctx, { id }))).url.split('/').at(-1) ?? '';
    const old = readToken(await token(), 'j')!;
    const body = { customer: { email: ' Hook@example.com' }, key: 'a' };
    for (const nonsense of [
      null,
      [],
      'x',
      { customer: { phone: {} } },
      { customer: { phone: '\0' } },
      { customer: { id: 'x' } },
    ])
      expect(await takeHookCall(house, old, nonsense)).toEqual({ entered: 0 });
    expect(await takeHookCall(house, old, body)).toEqual({ entered: 1 });
    expect(await takeHookCall(house, old, body)).toEqual({ entered: 0 });
    await house.in(shop, (ctx) => renewHook(ctx, { id }));
    expect(await takeHookCall(house, old, { ...body, key: 'b' })).toBeNull();
    expect(readToken(await token(), 'j')?.n).toBe(1);
    expect(readToken(`${(await token()).slice(0, -1)}_`, 'j')).toBeNull();
  });
});

describe('before it is published', () => {
  test('one customer can be taken through it, and nothing is sent or changed', async () => {
    const { shop, journey, message } = await openShop();
    const asking: Step = {
      id: randomUUID(),
      kind: 'until',
      happens: { kind: 'visit' },
      within: { amount: 4, unit: 'days' },
      came: [tag('来了')],
      missed: [message()],
    };
    const id = await journey({ steps: [days(3), asking, tag('完')] });
    const [one = ''] = await people(shop, 1);
    const silent = await customer(house, shop, { agreed: null });
    const before = await Promise.all(
      ['care_messages', 'care_journey_entries', 'care_journey_steps', 'customer_changes'].map((table) =>
        count(shop, table),
      ),
    );
    const rehearse = (customerId: string, happens = {}) =>
      house.in(shop, (ctx) => rehearseJourney(ctx, { id, customerId, happens }));
    const { steps, ends } = await rehearse(one);
    expect([steps.map(({ outcome }) => outcome), ends]).toEqual([['done', 'missed', 'done', 'done'], 'done']);
    expect(Date.parse(steps[1]?.at ?? '') - Date.parse(steps[0]?.at ?? '')).toBe(4 * DAY_MS);
    expect((await rehearse(one, { [asking.id]: true })).steps.map(({ outcome }) => outcome)).toEqual([
      'done',
      'came',
      'done',
      'done',
    ]);
    expect([steps[2]?.refused, (await rehearse(silent)).steps[2]?.refused]).toEqual([null, 'noConsent']);
    await expect(rehearse(randomUUID())).rejects.toMatchObject({ code: 'CARE_CUSTOMER_UNFIT' });
    expect(
      await Promise.all(
        ['care_messages', 'care_journey_entries', 'care_journey_steps', 'customer_changes'].map((table) =>
          count(shop, table),
        ),
      ),
    ).toEqual(before);
  });

  test('what is missing is named, and nobody gives more than their own rights allow', async () => {
    const { shop } = await openShop();
    const points: Step = { id: randomUUID(), kind: 'points', points: 50, reason: '生日' };
    const make = (steps: unknown) => house.in(shop, (ctx) => createJourney(ctx, { plan: { ...EMPTY_PLAN, steps } }));
    const open = await make([{ id: randomUUID(), kind: 'message', channelId: null, templateId: null }]);
    expect(open.problems).toMatchObject([{ kind: 'noChannel' }]);
    await expect(house.in(shop, (ctx) => publishJourney(ctx, { id: open.id }))).rejects.toMatchObject({
      code: 'JOURNEY_NOT_READY',
    });
    const { id } = await make([points]);
    await expect(
      house.in(shop, (ctx) => publishJourney(ctx, { id }), actorWith({ 'care.send': 'all' })),
    ).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    let deep: unknown = [];
    for (let floor = 0; floor < 3_000; floor += 1)
      deep = [{ id: randomUUID(), kind: 'condition', condition: null, yes: deep, no: [] }];
    for (const nonsense of [
      deep,
      null,
      'x',
      [{ kind: 'message' }],
      [{ id: randomUUID(), kind: 'rocket' }],
      Array.from({ length: 61 }, () => tag('x')),
    ])
      await expect(make(nonsense)).rejects.toMatchObject({ code: 'JOURNEY_PLAN_UNFIT' });
  });

  test('what PostgreSQL cannot keep is taken out of a plan', async () => {
    const { shop } = await openShop();
    const steps = [
      { id: randomUUID(), kind: 'tag', tag: 'a\0b\ud800', remove: false },
      { id: randomUUID(), kind: 'field', field: 'x', value: '\0' },
      { id: randomUUID(), kind: 'condition', condition: { field: '\0', value: ['\udc00'] }, yes: [], no: [] },
    ];
    const opened = await house.in(shop, (ctx) => createJourney(ctx, { plan: { ...EMPTY_PLAN, steps } }));
    expect((opened.plan as Plan).steps[0]).toMatchObject({ tag: 'ab\ufffd' });
    expect(opened.problems).toEqual([{ stepId: steps[2]?.id, kind: 'conditionUnfit' }]);
  });

  test('every ready journey lacks at most what only the shop can say', async () => {
    const { shop } = await openShop();

    for (const ready of readyKeys) {
      const opened = await house.in(shop, (ctx) => createJourney(ctx, { ready }));
      expect(
        opened.problems.map(({ kind }) => kind),
        ready,
      ).toEqual(ready === 'serviceDue' ? ['triggerOpen'] : []);
    }
    expect(await count(shop, 'care_templates')).toBe(12);
  });
});

test('another program is told through the checked door, signed, once', async () => {
  const { shop, run, journey, enter } = await openShop();
  const heard: { body: string; signature: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      heard.push({ body, signature: String(request.headers['regulars-signature']) });
      response.end('ok');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterAll(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const id = await journey({ steps: [{ id: randomUUID(), kind: 'call', url: 'https://till.example/x' }] });
  const [one = ''] = await people(shop, 1);
  await enter([one]);
  await run();
  await house.in(shop, (ctx) =>
    sql`update care_journey_calls set url = ${`http://127.0.0.1:${port}/x`}`.execute(ctx.db),
  );
  for (let times = 0; times < 2; times += 1) await work(house, shop, 'care.journey-calls', {});
  expect(heard.map(({ body }) => JSON.parse(body) as object)).toMatchObject([{ customerId: one }]);

  const { signingSecret } = await house.in(shop, (ctx) => readHook(ctx, { id }));
  const [, at = '', v1 = ''] = /^t=(\d+),v1=(.+)$/.exec(heard[0]?.signature ?? '') ?? [];
  expect(v1).toBe(createHmac('sha256', signingSecret).update(`${at}.${heard[0]?.body}`).digest('hex'));
});
