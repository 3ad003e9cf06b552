import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stranger, type Actor, type Grants } from '../kernel/access.ts';
import type { Workspace } from '../kernel/context.ts';
import type { Doorkeeper } from '../kernel/house.ts';
import { buildServer } from '../kernel/http/server.ts';
import { deliverDue } from '../kernel/jobs/dispatch.ts';
import { installReactions } from '../kernel/outbox.ts';
import { actorWith, testHouse } from '../kernel/testing/house.ts';
import { passDay } from '../modules/segments/conditions/keep-members.ts';
import { divideShop } from '../modules/segments/index.ts';
import { knowByNight } from '../modules/retention/know-by-night.ts';
import { passNight } from '../modules/retention/refresh.ts';
import { openDoorkeeper } from '../modules/workspaces/index.ts';
import { jobs, modules, reactions } from './modules.ts';
import { oddShops } from './testing/odd-shops.ts';
import { operationsOf, requestFor } from './testing/operations.ts';
import { offencesIn } from './testing/sound-answers.ts';

let actor: Actor = stranger;
let shop: Workspace;
const doorkeeper: Doorkeeper = { identify: async () => ({ actor, workspace: shop, locale: 'en' }) };
const house = await testHouse({ doorkeeper, jobs });
openDoorkeeper(house);
const app = await buildServer(house, modules);
const operations = await operationsOf(modules);
const mine = await operationsOf(modules.filter(({ name }) => name === 'segments' || name === 'retention'));
const reads = mine.filter(({ method }) => method === 'GET');

beforeAll(() => {
  const rights = operations.map(({ requires }): [string, 'all'] => [requires, 'all']);
  actor = actorWith(Object.fromEntries(rights) as Grants);
  installReactions(reactions);
});
afterAll(() => installReactions([]));

type Answer = Record<string, unknown>;

async function ask(name: string, input: Record<string, unknown> = {}): Promise<{ status: number; body: Answer }> {
  const operation = operations.find((one) => one.name === name);
  if (!operation) throw new Error(`no operation ${name}`);
  const answer = await app.inject(requestFor(operation, input));
  return { status: answer.statusCode, body: JSON.parse(answer.body) as Answer };
}

/** What there is to be asked for by its id. */
interface Known {
  schemes: string[];
  classes: { scheme: string; key: string }[];
  segments: string[];
  snapshots: { id: string; snapshotId: string }[];
  customers: string[];
  products: string[];
  cases: string[];
  accounts: string[];
}

const each = <T extends string>(name: T, values: readonly unknown[]) => values.map((value) => ({ [name]: value }));
const byId = (ids: readonly string[]) => each('id', ids);

/** The questions of an operation: with every choice it offers, about everything there is. */
const questions: Record<string, (known: Known) => Record<string, unknown>[]> = {
  '/classes/{scheme}': ({ schemes }) => each('scheme', schemes),
  '/classes/{scheme}/{key}/customers': ({ classes }) => classes,
  '/classes/{scheme}/moves': ({ schemes }) => schemes.map((scheme) => ({ scheme, months: 36 })),
  '/classes/{scheme}/flows': ({ schemes }) => schemes.map((scheme) => ({ scheme, months: 12 })),
  '/classes/{scheme}/effect': ({ schemes }) => schemes.map((scheme) => ({ scheme, months: 12 })),
  '/classes/{scheme}/fit': ({ schemes }) => each('scheme', schemes),
  '/segments/overlap': ({ segments: [a, b] }) => [{ a, b }],
  '/segments/{id}': ({ segments }) => byId(segments),
  '/segments/{id}/customers': ({ segments }) => byId(segments),
  '/segments/{id}/snapshots': ({ segments }) => byId(segments),
  '/segments/{id}/snapshots/{snapshotId}': ({ snapshots }) => snapshots,
  '/retention/alerts': () =>
    ['open', 'settled'].flatMap((show) => ['late', 'changed'].map((kind) => ({ show, kind, limit: 200 }))),
  '/retention/watch': () => each('group', ['regulars', 'due', 'new', 'back', 'lost', 'never']),
  '/retention/cases': () => each('show', ['open', 'returned', 'closed']),
  '/retention/cases/{id}': ({ cases }) => byId(cases),
  '/retention/cohorts': () => each('by', ['month', 'quarter', 'source', 'branch', 'campaign']),
  '/retention/leaky-bucket': () => [{ months: 60 }, { months: 12, gift: 60 }],
  '/retention/predictions': () =>
    ['-value52', 'value52', '-pBuys', 'pBuys'].flatMap((sort) => [1, 13, 104].map((weeks) => ({ sort, weeks }))),
  '/customers/{id}/indicators': ({ customers }) => byId(customers),
  '/customers/{id}/wallet-shares': ({ customers }) => byId(customers),
  '/customers/{id}/recommendations': ({ customers }) => byId(customers),
  '/products/{id}/audience': ({ products }) => byId(products),
  '/key-accounts/{id}': ({ accounts }) => byId(accounts),
};

test('every question that can be asked of segments and of retention is asked', () => {
  const forgotten = reads.filter(({ path }) => path.includes('{') && !questions[path]);
  expect(forgotten.map(({ name }) => name)).toEqual([]);
  expect(reads.length).toBeGreaterThan(30);
});

describe.each(oddShops)('$name', (odd) => {
  const told = new Map<string, Answer>();
  let known: Known;
  const one = (name: string, input: object = {}) => told.get(`${name} ${JSON.stringify(input)}`);

  beforeAll(async () => {
    shop = await house.openWorkspace({ name: odd.name });
    await house.in(shop, (ctx) => odd.open(ctx));
    await settle();
    known = await filled();
    await settle();
    for (const night of [divideShop, passDay, passNight, knowByNight]) await house.in(shop, night);
    await settle();
  });

  test('answers everything with a number or a sentence', async () => {
    const wrong: string[] = [];
    for (const { name, path } of reads) {
      for (const input of questions[path]?.(known) ?? [{}]) {
        const { status, body } = await ask(name, input);
        told.set(`${name} ${JSON.stringify(input)}`, body);
        wrong.push(...offencesIn(name, status, body));
      }
    }
    for (const id of known.customers) {
      const { status, body } = await ask('GET /customers/{id}/insights', { id });
      told.set(`insights ${id}`, body);
      wrong.push(...offencesIn('GET /customers/{id}/insights', status, body));
    }
    expect([...new Set(wrong)]).toEqual([]);
  });

  test('forecasts nothing that it cannot know', () => {
    const forecast = one('GET /retention/forecast') as { unavailable: string | null; months: unknown[] };
    expect([forecast.unavailable === null, forecast.months.length > 0]).toEqual(
      ['dates in the future', 'one huge customer', 'three currencies'].includes(odd.name)
        ? [true, true]
        : [false, false],
    );
  });
});

async function settle(): Promise<void> {
  while ((await deliverDue(house)) > 0);
}

/** What somebody makes in the shop besides selling: segments, a snapshot, a case, a key account, a margin of eighths. */
async function filled(): Promise<Known> {
  await ask('PATCH /retention/economics', { marginPercent: 12.5, version: 0 });
  await ask('POST /classes', { name: '自家', across: 'recency', acrossLevels: 3, up: 'largest', upLevels: 3 });
  const segments: string[] = [];
  for (const condition of [
    { field: 'purchases', value: { spent: { from: 0 } } },
    { field: 'purchases', value: { times: { from: 1 } } },
  ]) {
    const { body } = await ask('POST /segments', { name: `客群${segments.length}`, condition });
    segments.push(String(body['id']));
  }
  const id = segments[0] as string;
  const { body: snapshot } = await ask('POST /segments/{id}/snapshots', { id });
  const customers = idsIn(await ask('GET /customers', { limit: 200 }));
  const some = [customers[0], customers[Math.floor(customers.length / 2)], customers.at(-1)].filter(
    (one) => one !== undefined,
  );
  const cases: string[] = [];
  for (const customerId of new Set(some)) {
    cases.push(String((await ask('POST /retention/cases', { customerId, salesId: null, serviceId: null })).body['id']));
    await ask('POST /key-accounts', { customerId, everyWeeks: 4 });
  }
  const { body: list } = await ask('GET /classes');
  const schemes = (list['items'] as { scheme: string }[]).map(({ scheme }) => scheme);
  for (const scheme of schemes) await ask('PATCH /classes/{scheme}', { scheme, version: 0, active: true });
  await settle();
  const classes: Known['classes'] = [];
  for (const scheme of schemes) {
    const { body } = await ask('GET /classes/{scheme}', { scheme });
    classes.push(...(body['cells'] as { key: string }[]).map(({ key }) => ({ scheme, key })));
  }
  return {
    schemes,
    classes,
    segments,
    snapshots: [{ id, snapshotId: String(snapshot['id']) }],
    customers: [...new Set(some)],
    products: idsIn(await ask('GET /products')),
    cases,
    accounts: [...new Set(some)],
  };
}

function idsIn({ body }: { body: Answer }): string[] {
  return (body['items'] as { id: string }[]).map(({ id }) => id);
}
