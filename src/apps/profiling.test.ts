import { beforeAll, expect, test } from 'vitest';
import type { Grants } from '../kernel/access.ts';
import type { Workspace } from '../kernel/context.ts';
import type { Doorkeeper } from '../kernel/house.ts';
import { buildServer } from '../kernel/http/server.ts';
import { deliverDue } from '../kernel/jobs/dispatch.ts';
import { installReactions } from '../kernel/outbox.ts';
import { actorWith, testHouse } from '../kernel/testing/house.ts';
import { openDoorkeeper } from '../modules/workspaces/index.ts';
import { knownRights } from '../modules/workspaces/rules/catalogue.ts';
import { jobs, modules, reactions } from './modules.ts';

const actor = actorWith(Object.fromEntries(knownRights.map((right) => [right, 'all'])) as Grants);
let shop: Workspace;
const doorkeeper: Doorkeeper = { identify: async () => ({ actor, workspace: shop, locale: 'en' }) };
const house = await testHouse({ doorkeeper, jobs });
openDoorkeeper(house);
installReactions(reactions);
const app = await buildServer(house, modules);

async function call(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) {
  const answer = await app.inject({ method, url: `/api/v1${path}`, ...(body ? { payload: body } : {}) });
  expect([path, answer.statusCode < 300]).toEqual([path, true]);
  while ((await deliverDue(house)) > 0);
  return answer.json<Record<string, unknown>>();
}

const late: string[] = [];

/** Four regulars who came every ten days; two of them have been away for long. */
beforeAll(async () => {
  shop = await house.openWorkspace();
  for (let n = 0; n < 4; n += 1) {
    const { id } = await call('POST', '/customers', { name: `Regular ${n}` });
    if (n < 2) late.push(id as string);
    for (let visit = 0; visit < 8; visit += 1) {
      const placedAt = new Date(Date.now() - ((n < 2 ? 80 : 1) + visit * 10) * 86_400_000).toISOString();
      const lines = [{ name: 'tea', quantity: '1', unitPrice: String(20 + n * 15) }];
      await call('POST', '/orders', { customer: { id }, placedAt, lines, source: 'till' });
    }
  }
});

async function knownOf(id: string) {
  const insights = (await call('GET', `/customers/${id}/insights`)) as {
    rhythm: { unavailable?: string };
    classes: unknown[];
    profiling: { allowed: boolean };
  };
  const alerts = (await call('GET', '/retention/alerts')) as { items: { customer: { id: string } }[] };
  return {
    rhythm: insights.rhythm.unavailable ?? 'known',
    classes: insights.classes.length > 0,
    alert: alerts.items.some(({ customer }) => customer.id === id),
    allowed: insights.profiling.allowed,
  };
}

test('who does not want to be analysed has no class, rhythm or alert from then on, and others keep theirs', async () => {
  const [shy = '', other = ''] = late;
  const known = { rhythm: 'known', classes: true, alert: true, allowed: true };
  expect([await knownOf(shy), await knownOf(other)]).toEqual([known, known]);

  await call('POST', `/customers/${shy}/restrictions/profiling`, { reason: 'asked for it' });
  const unknown = {
    rhythm: expect.stringContaining('does not want to be analysed') as string,
    classes: false,
    alert: false,
  };
  expect(await knownOf(shy)).toEqual({ ...unknown, allowed: false });
  expect(await knownOf(other)).toEqual(known);

  await call('POST', '/orders', {
    customer: { id: shy },
    lines: [{ name: 'tea', quantity: '1', unitPrice: '20' }],
    source: 'till',
  });
  expect(await knownOf(shy)).toEqual({ ...unknown, allowed: false });

  await call('DELETE', `/customers/${shy}/restrictions/profiling`);
  expect(await knownOf(shy)).toMatchObject({ rhythm: 'known', classes: true, allowed: true });
});
