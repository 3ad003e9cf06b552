import { beforeAll, describe, expect, test } from 'vitest';
import { stranger, type Actor, type Grants } from '../kernel/access.ts';
import type { Workspace } from '../kernel/context.ts';
import type { Doorkeeper } from '../kernel/house.ts';
import { buildServer } from '../kernel/http/server.ts';
import { newId } from '../kernel/ids.ts';
import { actorWith, testHouse } from '../kernel/testing/house.ts';
import { openDoorkeeper } from '../modules/workspaces/index.ts';
import { jobs, modules } from './modules.ts';
import { operationsOf, requestFor } from './testing/operations.ts';

let actor: Actor = stranger;
let workspace: Workspace | null = null;
const doorkeeper: Doorkeeper = { identify: async () => ({ actor, workspace, locale: 'en' }) };

const house = await testHouse({ doorkeeper, jobs });
// Sign-in stands on the real house, though this test says itself who knocks.
openDoorkeeper(house);
const app = await buildServer(house, modules);
const operations = await operationsOf(modules);
const guarded = operations.filter((operation) => operation.requires !== 'public');
const everything = Object.fromEntries(guarded.map(({ requires }) => [requires, 'all'])) as Grants;

beforeAll(async () => {
  workspace = await house.openWorkspace();
});

function call(operation: (typeof operations)[number], id: string) {
  return app.inject(requestFor(operation, operation.sample(id)));
}

describe('every operation', () => {
  test('names a right, and each is named once', () => {
    expect(operations.length).toBeGreaterThan(30);
    for (const { name, requires } of operations) {
      expect(requires, name).toMatch(/^(public|signed-in|oneself|[a-z]+\.[a-z]+)$/);
    }
    const names = operations.map(({ name }) => name.replace(/\{\w+\}/g, '{}'));
    expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([]);
  });

  test.each(guarded)('$name asks a stranger to sign in', async (operation) => {
    actor = stranger;
    expect((await call(operation, newId())).statusCode).toBe(401);
  });

  test.each(guarded.filter(({ requires }) => requires.includes('.')))(
    '$name is refused without the right $requires',
    async (operation) => {
      actor = actorWith({});
      const answer = await call(operation, newId());
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'NOT_ALLOWED']);
    },
  );

  test.each(operations)('$name takes hostile input without breaking', async (operation) => {
    actor = actorWith(everything);
    expect((await call(operation, newId())).statusCode, 'the least input').toBeLessThan(500);
    for (const hostile of hostileStrings) {
      const sample = operation.sample(newId());
      for (const name of Object.keys(sample)) {
        const answer = await app.inject(requestFor(operation, { ...sample, [name]: hostile }));
        expect(answer.statusCode, `${name}: ${hostile}`).toBeLessThan(500);
      }
    }
  });
});

const hostileStrings = [
  "'; drop table customers; --",
  '../../../../etc/passwd',
  '{{constructor.constructor("return process")()}}',
  '<img src=x onerror=alert(1)>',
  '=cmd|/c calc!A1',
  '\u0000\u202e\ud800',
  '__proto__',
  '9'.repeat(400),
];
