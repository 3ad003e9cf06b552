import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { attachPostgres } from '../../src/kernel/postgres/index.ts';
import { inDatabase, urlOf } from '../../src/kernel/testing/cluster.ts';
import { knownTemplate } from '../../src/kernel/testing/template.ts';

const cli = fileURLToPath(new URL('../../src/apps/cli.ts', import.meta.url));
/** Where `bin/regulars` keeps it, too. */
const compileCache = fileURLToPath(new URL('../../node_modules/.cache/regulars', import.meta.url));

export interface Product {
  url: string;
  pid: number;
  database: pg.PoolConfig;
  /** The one-time link that the first start prints. */
  setupLink: string;
  /** Runs `regulars <command>` against the same data. */
  run(...words: string[]): Promise<{ code: number; out: string; err: string }>;
  /** kill -9, as a power cut does it. */
  crash(): Promise<void>;
  /** After a crash: the same data, the same address; `env` changes what it is told, e.g. the time. */
  startAgain(env?: Record<string, string>): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The product as a process of its own, on a new database of `cluster`: a copy of the migrated template, where the
 * cluster has one. `bare`: without a table, as on a new machine. Without a cluster, on the PostgreSQL it brings along.
 */
export async function startProduct(
  cluster: pg.PoolConfig | null,
  env: Record<string, string> = {},
  { bare = false } = {},
): Promise<Product> {
  const name = `regulars_product_${process.pid}_${Date.now()}`;
  const given = cluster && inDatabase(cluster, name);
  if (cluster) {
    const template = bare ? undefined : await knownTemplate(cluster);
    await asAdmin(cluster, `create database ${name}${template ? ` template ${template}` : ''}`);
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'regulars-e2e-'));
  // As root its PostgreSQL runs as somebody else.
  if (!cluster) await chmod(dataDir, 0o711);
  const port = await freePort();
  const settings = {
    ...cleanEnvironment(),
    PORT: String(port),
    DATA_DIR: dataDir,
    ...(given ? { DATABASE_URL: urlOf(given) } : {}),
    LOG_LEVEL: 'error',
    NODE_COMPILE_CACHE: compileCache,
    ...env,
  };
  const begin = (more: Record<string, string> = {}) =>
    spawn(process.execPath, [cli, 'start'], { env: { ...settings, ...more }, stdio: ['ignore', 'pipe', 'inherit'] });
  let server = begin();
  const greeting = await lineOf(server, /Regulars is ready/);
  const own = given ? undefined : await attachPostgres({ dataDir });
  return {
    url: `http://localhost:${port}`,
    get pid() {
      return server.pid ?? 0;
    },
    database: given ?? { ...own, ssl: false },
    setupLink: /https?:\/\/\S+/.exec(greeting)?.[0] ?? '',
    run: (...words) => runCommand(words, settings),
    async crash() {
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
    },
    async startAgain(more) {
      server = begin(more);
      await lineOf(server, /Regulars is ready/);
    },
    async stop() {
      const ended = once(server, 'exit');
      if (server.exitCode === null && server.kill('SIGTERM')) await ended;
      await rm(dataDir, { recursive: true, force: true });
      if (cluster) await asAdmin(cluster, `drop database if exists ${name} with (force)`);
    },
  };
}

/** Runs `regulars <command>` with just this environment. */
export async function runCommand(words: string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [cli, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code: code ?? 1, out, err };
}

/** Without what the test run itself was given: the product refuses settings it does not know. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('REGULARS_')));
}

function lineOf(child: ChildProcess, wanted: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const line = text.split('\n').find((one) => wanted.test(one));
      if (line && text.includes('\n', text.indexOf(line))) resolve(line);
    });
    child.once('exit', (code) => reject(new Error(`Regulars ended with ${code} before it was ready: ${text}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}

async function asAdmin(cluster: pg.PoolConfig, statement: string): Promise<void> {
  const admin = new pg.Client(inDatabase(cluster, 'postgres'));
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}
