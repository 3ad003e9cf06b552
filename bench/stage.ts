import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startProduct, type Product } from '../e2e/support/product.ts';
import { startTestCluster, urlOf } from '../src/kernel/testing/cluster.ts';
import { duration } from './row.ts';
import { fillShop } from './shop.ts';

/** A filled shop, the product serving it, and the owner's connection for floors. */
export interface Stage {
  customers: number;
  product: Product;
  workspaceId: string;
  /** Headers of a signed-in owner. */
  headers: Record<string, string>;
  sql: pg.Client;
  /** Milliseconds that the product took to look at everybody's rhythm when none was known. */
  firstWatch: number;
  /** Where Fastify and pg alone answer. */
  floor: string;
  close(): Promise<void>;
}

export async function openStage(customers: number): Promise<Stage> {
  const cluster = await startTestCluster();
  const owner = { REGULARS_OWNER_EMAIL: 'owner@example.com', REGULARS_OWNER_PASSWORD: 'a long password' };
  const product = await startProduct(cluster.settings, { ...owner, REGULARS_WORKSPACE: 'Bench' });
  const { out } = await product.run('key', 'create', '--name', 'bench', '--role', 'owner', '--json');
  const { key } = JSON.parse(out) as { key: string };
  const headers = { authorization: `Bearer ${key}`, 'accept-language': 'en' };
  const sql = new pg.Client(product.database);
  await sql.connect();
  const workspaceId = (await sql.query<{ id: string }>('select id from workspaces')).rows[0]?.id ?? '';
  console.log(`Filling a shop of ${customers.toLocaleString('en')} customers …`);
  const began = performance.now();
  await fillShop(product.database, workspaceId, customers);
  await sql.query('vacuum analyze');
  console.log(`Filled in ${duration(performance.now() - began)}.`);
  const firstWatch = await refreshed({ product, headers, sql });
  await sql.query('vacuum analyze');
  const floor = await startFloor(urlOf(product.database), workspaceId);
  return {
    customers,
    product,
    workspaceId,
    headers,
    sql,
    firstWatch,
    floor: floor.origin,
    async close() {
      floor.process.kill();
      await sql.end();
      await product.stop();
      await cluster.stop();
    },
  };
}

/** Milliseconds that the product takes to look at every customer's rhythm anew. */
export async function refreshed({
  product,
  headers,
  sql,
}: Pick<Stage, 'product' | 'headers' | 'sql'>): Promise<number> {
  const url = `${product.url}/api/v1/retention`;
  const { version } = (await (await fetch(`${url}/settings`, { headers })).json()) as { version: number };
  const began = performance.now();
  const answer = await fetch(`${url}/settings`, {
    method: 'PATCH',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ version, quietDays: 30 + (version % 2) }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  // Asked of the database itself: the product's summary would be work beside the work that is measured.
  const refreshing = async () =>
    (await sql.query('select 1 from retention_shops where refresh_id is not null')).rowCount === 1;
  const wait = () => new Promise((resolve) => setTimeout(resolve, 20));
  while (!(await refreshing()) && performance.now() - began < 10_000) await wait();
  while (await refreshing()) await wait();
  return performance.now() - began;
}

async function startFloor(database: string, workspaceId: string): Promise<{ origin: string; process: ChildProcess }> {
  const script = fileURLToPath(new URL('floor-server.ts', import.meta.url));
  const server = spawn(process.execPath, [script, workspaceId], {
    env: { ...process.env, FLOOR_DATABASE_URL: database },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(server.stdout, 'data')) as [Buffer];
  return { origin: `http://127.0.0.1:${port.toString().trim()}`, process: server };
}
