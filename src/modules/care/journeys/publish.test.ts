import { createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { actorWith } from '../../../kernel/testing/house.ts';
import { customer, work } from '../testing/shop.ts';
import { readyKeys } from './contract.ts';
import { readHook } from './hooks.ts';
import { createJourney, publishJourney } from './journeys.ts';
import type { Plan, Step } from './plan-contract.ts';
import { rehearseJourney } from './rehearse.ts';
import { EMPTY_PLAN } from './shape-plan.ts';
import { days, tag, journeyHouse } from './testing/journey-house.ts';

const { house, openShop, people, count } = await journeyHouse();
const DAY_MS = 86_400_000;

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
