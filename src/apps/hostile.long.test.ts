import { beforeAll, describe, expect, test } from 'vitest';
import { draws } from '../../kits/retail/draws.ts';
import { stranger, type Actor, type Grants } from '../kernel/access.ts';
import type { Workspace } from '../kernel/context.ts';
import type { Doorkeeper } from '../kernel/house.ts';
import { buildServer } from '../kernel/http/server.ts';
import { newId } from '../kernel/ids.ts';
import { actorWith, testHouse } from '../kernel/testing/house.ts';
import { openDoorkeeper } from '../modules/workspaces/index.ts';
import { jobs, modules } from './modules.ts';
import { operationsOf, requestFor } from './testing/operations.ts';

const REQUESTS = 10_000;

let actor: Actor = stranger;
let workspace: Workspace | null = null;
const doorkeeper: Doorkeeper = { identify: async () => ({ actor, workspace, locale: 'en' }) };
const house = await testHouse({ doorkeeper, jobs });
openDoorkeeper(house);
const app = await buildServer(house, modules);
const rights = (await operationsOf(modules)).map(({ requires }): [string, 'all'] => [requires, 'all']);

beforeAll(async () => {
  workspace = await house.openWorkspace();
  actor = actorWith(Object.fromEntries(rights) as Grants);
});

describe('ten thousand generated requests', () => {
  test.each(modules.filter(({ contract }) => contract))('do not break $name', async (module) => {
    const operations = await operationsOf([module]);
    const draw = draws(module.name.length);
    for (let n = 0; n < REQUESTS; n += 1) {
      const operation = draw.pick(operations);
      const input = operation.sample(newId());
      const names = [...Object.keys(input), 'q', 'filter', 'sort', 'cursor', 'limit'];
      for (let change = draw.below(3); change >= 0; change -= 1) input[draw.pick(names)] = anything(draw, 2);
      const request = requestFor(operation, input);
      const answer = await app.inject(request);
      expect(answer.statusCode, JSON.stringify({ seed: n, request })).toBeLessThan(500);
    }
  });
});

type Draw = ReturnType<typeof draws>;

const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  0.1,
  2 ** 60,
  '',
  ' ',
  '0',
  '-1',
  'null',
  '2026-02-30',
  '0000-00-00',
  '9999-12-31T23:59:60Z',
  '\u0000',
  '\ud800',
  '\u202e\u2066',
  "' or 1=1 --",
  '$(reboot)',
  '%00%ff',
  '../../etc/passwd',
  '{{7*7}}',
  '__proto__',
  '=1+1',
  '(a+)+$',
  'a'.repeat(50_000),
  '张'.repeat(10_000),
  '9'.repeat(400),
  [],
  {},
];

function anything(draw: Draw, depth: number): unknown {
  const kind = draw.below(depth > 0 ? 10 : 8);
  if (kind === 8) return Array.from({ length: draw.below(4) }, () => anything(draw, depth - 1));
  if (kind === 9) {
    const keys = ['id', 'name', 'amount', 'currency', 'value', 'constructor', '__proto__', '0'];
    return Object.fromEntries(keys.slice(draw.below(8)).map((key) => [key, anything(draw, depth - 1)]));
  }
  if (kind > 5) return String.fromCodePoint(...Array.from({ length: draw.below(30) }, () => 1 + draw.below(0x10_fff0)));
  return draw.pick(VALUES);
}
