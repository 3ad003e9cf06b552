import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { event } from '../../../kernel/contract.ts';
import { asSystem, command } from '../../../kernel/enter.ts';
import { Refusal } from '../../../kernel/errors.ts';
import { deliverDue } from '../../../kernel/jobs/dispatch.ts';
import { emit, installReactions } from '../../../kernel/outbox.ts';
import { isPublicAddress } from '../../../kernel/outgoing.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { standOn } from '../../workspaces/premises.ts';
import { listDeliveries, pingWebhook, sendAgain } from './deliveries.ts';
import { toldOutside } from './kinds.ts';
import { forgetJob, reach, sendJob } from './send-news.ts';
import { changeWebhook, createWebhook, listWebhooks, removeWebhook, resumeWebhook } from './webhooks.ts';

const teaSold = event('tea.sold', z.object({ customerIds: z.array(z.string()) }));
installReactions([toldOutside(teaSold, ({ customerIds }) => ({ customerIds }))]);
const house = await testHouse({ jobs: [sendJob, forgetJob] });
standOn(house);
const [shop, other] = [await house.openWorkspace(), await house.openWorkspace()];

/** A web shop that answers as it is told, and remembers what it was told. */
const heard: { headers: IncomingHttpHeaders; body: string }[] = [];
let answers: (() => number)[] = [];
const webShop = createServer((request, answer) => {
  void listen(request).finally(() => answer.writeHead(answers.shift()?.() ?? 204).end());
});
async function listen(request: IncomingMessage): Promise<void> {
  heard.push({ headers: request.headers, body: await text(request) });
}
webShop.listen(0, '127.0.0.1');
await once(webShop, 'listening');
const url = `http://127.0.0.1:${(webShop.address() as AddressInfo).port}/regulars`;
afterAll(() => webShop.close());

beforeEach(async () => {
  reach.mayReach = () => true;
  heard.length = 0;
  answers = [];
  for (const one of [shop, other]) {
    await house.in(one, (ctx) => sql`delete from webhooks where workspace_id = ${one.id}`.execute(ctx.db));
  }
});

const hook = (given: { url?: string; events?: string[] } = {}, at = shop) =>
  house.in(at, (ctx) => createWebhook(ctx, { url, events: ['tea.sold'], ...given }));
const sell = async (...customerIds: string[]) => {
  await house.in(shop, (ctx) => emit(ctx, teaSold, { customerIds }));
  while ((await deliverDue(house)) > 0);
};
const one = async (id: string) =>
  (await house.in(shop, (ctx) => listWebhooks(ctx))).items.find((item) => item.id === id);
const sent = async (id: string) => (await house.in(shop, (ctx) => listDeliveries(ctx, { id, limit: 50 }))).items;
/** What the queue would do with the job, at once. */
const send = async (webhookId: string) => {
  const step = <T>(work: Parameters<typeof command<T>>[2]) => command(house.database, asSystem(shop), work);
  const work = { house, workspaceId: shop.id, signal: new AbortController().signal, step };
  if (sendJob.run.kind === 'long') await sendJob.run.call(work, { webhookId });
};
/** As when its time has come. */
const wait = (id: string, days = 0) =>
  house.in(shop, (ctx) =>
    sql`update webhooks set next_at = null, failing_since = failing_since - ${days} * interval '1 day'
      where workspace_id = ${shop.id} and id = ${id}`.execute(ctx.db),
  );
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  );

describe('a program outside', () => {
  test('hears what happened and to whom, signed with its secret', async () => {
    const { secret, item } = await hook();
    await sell('a', 'b');
    await send(item.id);
    expect(heard).toHaveLength(1);
    const [{ headers, body }] = heard as [(typeof heard)[number]];
    const [, at, mark] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['regulars-signature'])) ?? [];
    expect(createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')).toBe(mark);
    expect(Math.abs(Number(at) - Date.now() / 1000)).toBeLessThan(60);
    expect(JSON.parse(body)).toEqual({
      id: headers['regulars-delivery'],
      event: 'tea.sold',
      at: expect.any(String),
      workspaceId: shop.id,
      data: { customerIds: ['a', 'b'] },
    });
    expect(await sent(item.id)).toMatchObject([{ state: 'delivered', attempts: 1, answer: '204', body }]);
  });

  test('hears nothing it did not ask for, and nothing of another shop', async () => {
    const { item } = await hook({}, other);
    await sell('a');
    await send(item.id);
    expect(heard).toEqual([]);
  });

  test('that answers with a fault hears it again later, in order, and the others behind it wait', async () => {
    const { item } = await hook();
    await sell('first');
    await sell('second');
    answers = [() => 500];
    await send(item.id);
    expect(heard).toHaveLength(1);
    expect(await one(item.id)).toMatchObject({ state: 'failing', failure: '500', waiting: 2 });
    await send(item.id);
    expect(heard).toHaveLength(1);
    await wait(item.id);
    await send(item.id);
    const names = heard.map(
      ({ body }) => (JSON.parse(body) as { data: { customerIds: string[] } }).data.customerIds[0],
    );
    expect(names).toEqual(['first', 'first', 'second']);
    expect(await one(item.id)).toMatchObject({ state: 'active', failure: null, waiting: 0 });
  });

  test('that failed for three days is told nothing more until somebody resumes it', async () => {
    const { item } = await hook();
    await sell('first');
    answers = [() => 404, () => 404];
    await send(item.id);
    await wait(item.id, 3);
    await send(item.id);
    expect(await one(item.id)).toMatchObject({ state: 'paused', failure: '404', nextAt: null });
    await sell('meanwhile');
    expect(await one(item.id)).toMatchObject({ waiting: 1 });
    expect(await codeOf(house.in(shop, (ctx) => pingWebhook(ctx, { id: item.id })))).toBe('WEBHOOK_PAUSED');
    expect(await house.in(shop, (ctx) => resumeWebhook(ctx, { id: item.id }))).toMatchObject({ state: 'active' });
    await send(item.id);
    expect(await one(item.id)).toMatchObject({ state: 'active', waiting: 0 });
  });

  test('that is moved while it fails is told what waits at its new place, at once', async () => {
    const { item } = await hook({ url: `${url}-old` });
    await sell('first');
    answers = [() => 404];
    await send(item.id);
    const { version } = item;
    const moved = await house.in(shop, (ctx) => changeWebhook(ctx, { id: item.id, url, version }));
    expect(moved).toMatchObject({ url, state: 'active', failure: null });
    await send(item.id);
    expect(await one(item.id)).toMatchObject({ state: 'active', waiting: 0 });
  });

  test('is sent once more what it lost, under the same id', async () => {
    const { item } = await hook();
    await house.in(shop, (ctx) => pingWebhook(ctx, { id: item.id }));
    await send(item.id);
    const [{ id: deliveryId } = { id: '' }] = await sent(item.id);
    await house.in(shop, (ctx) => sendAgain(ctx, { id: item.id, deliveryId }));
    await send(item.id);
    expect(heard.map(({ headers }) => headers['regulars-delivery'])).toEqual([deliveryId, deliveryId]);
    expect(heard[0]?.body).toBe(heard[1]?.body);
  });

  test('two workers at once tell it each thing once', async () => {
    const { item } = await hook();
    for (const name of ['a', 'b', 'c', 'd']) await sell(name);
    await Promise.all([send(item.id), send(item.id), send(item.id)]);
    expect(new Set(heard.map(({ body }) => body)).size).toBe(4);
    expect(heard).toHaveLength(4);
  });

  test('does not lead into the house', async () => {
    reach.mayReach = isPublicAddress;
    const { item } = await hook();
    await sell('a');
    await send(item.id);
    expect(heard).toEqual([]);
    expect(await one(item.id)).toMatchObject({ state: 'failing', failure: expect.stringContaining('127.0.0.1') });
  });

  test('that was removed is told nothing, not even what waited', async () => {
    const { item } = await hook();
    await sell('a');
    await house.in(shop, (ctx) => removeWebhook(ctx, { id: item.id }));
    await send(item.id);
    expect(heard).toEqual([]);
  });
});

describe('an address', () => {
  test.each([
    ['that is none', { url: 'shop' }, 'WEBHOOK_URL_UNFIT'],
    ['that is a script', { url: 'javascript:alert(1)' }, 'WEBHOOK_URL_UNFIT'],
    ['that asks for what never happens', { events: ['tea.spilt'] }, 'WEBHOOK_EVENT_UNKNOWN'],
  ])('%s is refused', async (_, given, code) => {
    expect(await codeOf(hook(given))).toBe(code);
  });

  test('beyond twenty is refused, and two colleagues do not overwrite each other', async () => {
    const { item } = await hook();
    const change = (events: string[]) =>
      codeOf(house.in(shop, (ctx) => changeWebhook(ctx, { id: item.id, events, version: item.version })));
    expect(await change(['tea.sold'])).toBe('done');
    expect(await change(['tea.sold'])).toBe('STALE');
    for (let n = 1; n < 20; n += 1) await hook();
    expect(await codeOf(hook())).toBe('WEBHOOKS_TOO_MANY');
  });

  test('of another shop is unknown', async () => {
    const { item } = await hook();
    const there = (work: Parameters<typeof house.in<unknown>>[1]) => codeOf(house.in(other, work));
    expect(await there((ctx) => removeWebhook(ctx, { id: item.id }))).toBe('WEBHOOK_NOT_FOUND');
    expect(await there((ctx) => listDeliveries(ctx, { id: item.id, limit: 5 }))).toBe('WEBHOOK_NOT_FOUND');
    expect(await there((ctx) => resumeWebhook(ctx, { id: item.id }))).toBe('WEBHOOK_NOT_FOUND');
  });

  test('keeps what was sent for thirty days', async () => {
    const { item } = await hook();
    await sell('old');
    await house.in(shop, (ctx) =>
      sql`update webhook_deliveries set at = at - interval '31 days' where workspace_id = ${shop.id}`.execute(ctx.db),
    );
    await sell('new');
    await house.in(shop, async (ctx) => {
      if (forgetJob.run.kind === 'short') await forgetJob.run.call(ctx, {});
    });
    expect((await sent(item.id)).map(({ body }) => body.includes('new'))).toEqual([true]);
  });
});
