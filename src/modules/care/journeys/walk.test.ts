import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { deliverDue } from '../../../kernel/jobs/dispatch.ts';
import { installReactions } from '../../../kernel/outbox.ts';
import { customer, work } from '../testing/shop.ts';
import { hearMessage } from './heard.ts';
import { changeJourney, endJourney, pauseJourney, publishJourney, resumeJourney } from './journeys.ts';
import { listPeople } from './people.ts';
import type { Step } from './plan-contract.ts';
import { takeAnswer } from '../answers/take-answer.ts';
import { journeyReactions } from './reactions.ts';
import { readResults } from './results.ts';
import { EMPTY_PLAN } from './shape-plan.ts';
import { walkPortion } from './walk.ts';
import { letHappen } from './what-happened.ts';
import { days, tag, journeyHouse } from './testing/journey-house.ts';

const { house, sink, openShop, people, tagsOf, buys, count } = await journeyHouse();

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

  test('hears of an answer, and puts a tag on the card of whoever gave one', async () => {
    const { shop, run, journey, enter, message } = await openShop();
    const answered: Step = {
      id: randomUUID(),
      kind: 'until',
      happens: { kind: 'answered' },
      within: { amount: 5, unit: 'days' },
      came: [tag('回复过')],
      missed: [],
    };
    await journey({ steps: [message(), answered] });
    const [writes = '', silent = ''] = await people(shop, 2);
    await enter([writes, silent]);
    await run();
    await house.in(shop, async (ctx) => {
      const { id } = await ctx.db
        .selectFrom('care_messages')
        .select('id')
        .where('customer_id', '=', writes)
        .executeTakeFirstOrThrow();
      const said = { channel: 'email', externalId: randomUUID(), subject: '回复', body: '周六来' } as const;
      await takeAnswer(ctx, { ...said, customerId: writes, messageId: id });
    });
    await run(0.01);
    await run(6);
    expect([await tagsOf(shop, writes), await tagsOf(shop, silent)]).toEqual([['回复过'], []]);
  });

  test('counts the money of whoever passed a step twice once', async () => {
    const { shop, run, journey, enter } = await openShop();
    const id = await journey({ again: 'always', steps: [tag('到')] });
    const [buyer = ''] = await people(shop, 1);
    for (const cause of ['one', 'two']) {
      await enter([buyer], cause);
      await run();
    }
    await house.in(shop, (ctx) =>
      sql`insert into purchase_days (workspace_id, customer_id, day, amount_minor, orders)
        values (${shop.id}, ${buyer}, ${ctx.today}, 8800, 1)`.execute(ctx.db),
    );
    const { steps } = await house.in(shop, (ctx) => readResults(ctx, { id }));
    expect(steps[0]).toMatchObject({
      outcomes: [{ outcome: 'done', count: 2 }],
      buyers: 1,
      revenue: { amount: '88.00' },
    });
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
