import { sql } from 'kysely';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { stranger, type Actor, type Grants } from '../kernel/access.ts';
import type { Workspace } from '../kernel/context.ts';
import { asSystem, query } from '../kernel/enter.ts';
import type { Doorkeeper } from '../kernel/house.ts';
import { buildServer } from '../kernel/http/server.ts';
import { newId } from '../kernel/ids.ts';
import { deliverDue } from '../kernel/jobs/dispatch.ts';
import { startWorker } from '../kernel/jobs/worker.ts';
import { installReactions } from '../kernel/outbox.ts';
import { actorWith, testHouse } from '../kernel/testing/house.ts';
import { importContent } from '../modules/transfer/command-line.ts';
import { openDoorkeeper } from '../modules/workspaces/index.ts';
import { jobs, modules, reactions } from './modules.ts';
import { operationsOf, requestFor } from './testing/operations.ts';

const MARK = '00000000-0000-7000-8000-000000000000';
let actor: Actor = stranger;
let own: Workspace;
let other: Workspace;
const doorkeeper: Doorkeeper = { identify: async () => ({ actor, workspace: own, locale: 'en' }) };
const house = await testHouse({ doorkeeper, jobs });
openDoorkeeper(house);
const app = await buildServer(house, modules);
const operations = (await operationsOf(modules)).filter(({ requires }) => requires !== 'public');
const everything = Object.fromEntries(operations.map(({ requires }) => [requires, 'all'])) as Grants;
const byId = operations.filter((operation) => JSON.stringify(operation.sample(MARK)).includes(MARK));

/** One id of every table in which the other workspace has rows. */
const foreign: { table: string; id: string }[] = [];

beforeAll(async () => {
  own = await house.openWorkspace();
  other = await house.openWorkspace({ name: '隔壁' });
  await fill(other);
  for (const table of await tables()) {
    const { rows } = await query(house.database, asSystem(other), (ctx) =>
      sql<{
        id: string;
      }>`select id::text as id from ${sql.table(table)} where workspace_id = ${other.id} limit 1`.execute(ctx.db),
    );
    if (rows[0]) foreign.push({ table, id: rows[0].id });
  }
  actor = actorWith(everything);
});

describe('the ids of another workspace', () => {
  test('are there to be tried', () => {
    expect(byId.length).toBeGreaterThan(25);
    expect(foreign.map(({ table }) => table)).toEqual(
      expect.arrayContaining(['change_sets', 'customers', 'imports', 'orders', 'retention_alerts', 'today_reasons']),
    );
  });

  test.each(byId)('are as unknown to $name as ids that do not exist', async (operation) => {
    const before = await fingerprint(other);
    const unknown = await answerTo(operation, newId());
    for (const { table, id } of foreign) {
      const answer = await answerTo(operation, id);
      if (unknown.status >= 400) expect(answer, table).toEqual(unknown);
      expect(answer.text, table).not.toContain('隔壁');
    }
    expect(await fingerprint(other)).toEqual(before);
  });
});

async function answerTo(operation: (typeof operations)[number], id: string) {
  const answer = await app.inject(requestFor(operation, operation.sample(id)));
  const text = answer.body.replaceAll(id, 'ID');
  const { code } = (text.startsWith('{') ? JSON.parse(text) : {}) as { code?: string };
  return { status: answer.statusCode, code, text: answer.statusCode >= 400 ? '' : text };
}

/** What the product itself makes of a till's export, with everything that follows from it. */
async function fill(workspace: Workspace): Promise<void> {
  installReactions(reactions);
  const worker = await startWorker(house, jobs);
  const orders = Array.from({ length: 12 }, (_, n) =>
    Array.from({ length: 8 }, (_visit, visit) => {
      const silent = n === 0 ? 90 : n % 5;
      const day = new Date(Date.now() - (silent + 14 * visit + (visit % 3)) * 86_400_000).toISOString().slice(0, 10);
      return `O${n}.${visit},${day},隔壁客${n},138001380${10 + n},T${n % 3},隔壁茶,1,88.00`;
    }).join('\n'),
  );
  const text = `订单号,日期,会员,手机,货号,商品,数量,单价\n${orders.join('\n')}\n`;
  await importContent(house, asSystem(workspace), {
    fileName: 'till.csv',
    kind: 'orders',
    content: Readable.from([Buffer.from(text)]),
    choice: {},
    start: true,
  });
  while ((await deliverDue(house)) > 0);
  await worker.stop();
  installReactions([]);
}

/** Tenant tables whose rows have an id. */
async function tables(): Promise<string[]> {
  const source = await readFile(fileURLToPath(new URL('../kernel/db/tables.ts', import.meta.url)), 'utf8');
  const named = [...source.matchAll(/export interface (\w+) \{([^}]*)\}/g)];
  const withId = named.filter(([, , columns]) => /^ {2}id:/m.test(columns ?? '') && /workspace_id/.test(columns ?? ''));
  return withId.map(([, name]) => (name ?? '').replace(/(?<!^)([A-Z])/g, '_$1').toLowerCase());
}

async function fingerprint(workspace: Workspace): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = {};
  for (const table of await tables()) {
    const { rows } = await query(house.database, asSystem(workspace), (ctx) =>
      sql`select count(*)::int as rows, sum(hashtextextended(t::text, 0)) as sum from ${sql.table(table)} t
          where workspace_id = ${workspace.id}`.execute(ctx.db),
    );
    seen[table] = rows[0];
  }
  return seen;
}
