import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { onTestFinished } from 'vitest';
import type { Connection } from '../connection.ts';
import { until } from '../poll.ts';
import { inspectProcess } from '../processes.ts';
import { supervise, type RunningPostgres, type SuperviseOptions } from '../supervise.ts';

export const isRoot = process.getuid?.() === 0;

export interface Report {
  connection: Connection;
  adopted: boolean;
  name?: string;
  error?: string;
}

/** Removed after the test. Open to pass through, as the directories above a DATA_DIR usually are. */
export async function temporaryDirectory(): Promise<string> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'regulars-test-'));
  await chmod(dir, 0o711);
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** Owned by this process, and stopped after the test. */
export async function start(options: SuperviseOptions): Promise<RunningPostgres> {
  const running = await supervise(options);
  onTestFinished(() => running.stop());
  return running;
}

/** Owned by a process of its own, which ends with the test. */
export async function startOwner(options: SuperviseOptions, spawning: SpawnOptions = {}) {
  const child = spawnOwner(options, spawning);
  onTestFinished(() => end(child, 'SIGTERM'));
  return { child, report: await firstReport(child) };
}

export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

export async function query<Row extends object>(connection: Connection, sql: string): Promise<Row[]> {
  const client = new Client(connection);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Every process of the server, the postmaster first. */
export async function serverProcesses(connection: Connection): Promise<number[]> {
  const rows = await query<{ pid: number }>(
    connection,
    `select (regexp_match(pg_read_file('postmaster.pid'), '^\\d+'))[1]::int as pid
     union all (select pid from pg_stat_activity where pid <> pg_backend_pid())`,
  );
  return rows.map((row) => row.pid);
}

export async function postmasterOf(connection: Connection): Promise<number> {
  const [pid] = await serverProcesses(connection);
  if (pid === undefined) throw new Error('no postmaster');
  return pid;
}

export async function livingOf(pids: number[]): Promise<number[]> {
  const facts = await Promise.all(pids.map(async (pid) => ({ pid, facts: await inspectProcess(pid) })));
  return facts.filter((one) => one.facts && !one.facts.zombie).map((one) => one.pid);
}

export async function allGone(pids: number[]): Promise<boolean> {
  const gone = async () => ((await livingOf(pids)).length === 0 ? true : undefined);
  return (await until(gone, { timeoutMs: 20_000 })) === true;
}

/** The first answer after the server was away. */
export async function queryOnceBack<Row extends object>(connection: Connection, sql: string): Promise<Row[]> {
  const rows = await until(() => query<Row>(connection, sql).catch(() => undefined), { timeoutMs: 25_000 });
  if (!rows) throw new Error('the server did not come back');
  return rows;
}

function spawnOwner(options: SuperviseOptions, spawning: SpawnOptions) {
  const program = fileURLToPath(new URL('owner.ts', import.meta.url));
  return spawn(process.execPath, [program, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...spawning,
  });
}

async function firstReport(child: ChildProcess): Promise<Report> {
  if (!child.stdout) throw new Error('no output to read');
  for await (const line of createInterface(child.stdout)) return JSON.parse(line) as Report;
  throw new Error('the owner ended without a word');
}
