import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findBinaries } from './binaries.ts';
import { findHome } from './home.ts';
import { startPostgres } from './index.ts';
import { until } from './poll.ts';
import { inspectProcess } from './processes.ts';
import {
  allGone,
  end,
  livingOf,
  postmasterOf,
  query,
  queryOnceBack,
  start,
  startOwner,
  temporaryDirectory,
} from './testing/support.ts';

const keepARow = `create table kept as select 'acknowledged' as words`;
const readTheRow = 'select words from kept';
const theRow = [{ words: 'acknowledged' }];

describe('after kill -9', () => {
  test('of Node, the next process adopts the living server', async () => {
    const dataDir = await temporaryDirectory();
    const { child, report } = await startOwner({ dataDir });
    await query(report.connection, keepARow);
    const postmaster = await postmasterOf(report.connection);
    await end(child, 'SIGKILL');
    const running = await start({ dataDir });
    expect(running.adopted).toBe(true);
    expect(await postmasterOf(running.connection)).toBe(postmaster);
    expect(await query(running.connection, readTheRow)).toEqual(theRow);
    await running.stop();
    expect(await livingOf([postmaster])).toEqual([]);
  });

  test('of the postmaster, the supervisor starts it again behind the same connection', async () => {
    const lines: string[] = [];
    const running = await start({ dataDir: await temporaryDirectory(), onLog: (line) => lines.push(line) });
    await query(running.connection, keepARow);
    const first = await postmasterOf(running.connection);
    process.kill(first, 'SIGKILL');
    expect(await queryOnceBack(running.connection, readTheRow)).toEqual(theRow);
    expect(await postmasterOf(running.connection)).not.toBe(first);
    await until(async () => lines.at(1), { timeoutMs: 10_000 });
    expect(lines).toEqual(['PostgreSQL is gone; starting it again.', 'PostgreSQL answers again.']);
  });

  test('of the postmaster again and again, it comes back each time', async () => {
    const running = await start({ dataDir: await temporaryDirectory() });
    await query(running.connection, keepARow);
    for (let time = 1; time <= 3; time += 1) {
      const before = await postmasterOf(running.connection);
      process.kill(before, 'SIGKILL');
      expect(await allGone([before])).toBe(true);
      expect(await queryOnceBack(running.connection, readTheRow)).toEqual(theRow);
    }
  });

  test('of the postmaster while a session works on, no second server runs beside that session', async () => {
    const running = await start({ dataDir: await temporaryDirectory() });
    const postmaster = await postmasterOf(running.connection);
    const busy = query(
      running.connection,
      `do $$ declare begun timestamptz := clock_timestamp();
       begin while clock_timestamp() < begun + interval '3 seconds' loop end loop; end $$`,
    ).catch((error: unknown) => error);
    const working = `select pid from pg_stat_activity where query like 'do $$%' and state = 'active'`;
    const found = async () => (await query<{ pid: number }>(running.connection, working))[0]?.pid;
    const worker = (await until(found, { timeoutMs: 5_000 })) ?? 0;
    process.kill(postmaster, 'SIGKILL');
    await queryOnceBack(running.connection, 'select 1');
    expect(worker).toBeGreaterThan(0);
    expect(await livingOf([worker])).toEqual([]);
    await busy;
  });

  test('of one session process, PostgreSQL recovers by itself and is kept', async () => {
    const running = await start({ dataDir: await temporaryDirectory() });
    await query(running.connection, keepARow);
    const postmaster = await postmasterOf(running.connection);
    const suicide = `copy (select 1) to program 'kill -9 $PPID'`;
    await query(running.connection, suicide).catch(() => undefined);
    expect(await queryOnceBack(running.connection, readTheRow)).toEqual(theRow);
    expect(await postmasterOf(running.connection)).toBe(postmaster);
  });

  test('of both, the next process starts a server with every acknowledged write', async () => {
    const dataDir = await temporaryDirectory();
    const { child, report } = await startOwner({ dataDir });
    await query(report.connection, keepARow);
    const postmaster = await postmasterOf(report.connection);
    await end(child, 'SIGKILL');
    process.kill(postmaster, 'SIGKILL');
    const running = await start({ dataDir });
    expect(running.adopted).toBe(false);
    expect(await query(running.connection, readTheRow)).toEqual(theRow);
  });

  test('of the postmaster, stop while it is being started again ends everything', async () => {
    const running = await startPostgres({ dataDir: await temporaryDirectory() });
    process.kill(await postmasterOf(running.connection), 'SIGKILL');
    await running.stop();
    await expect(query(running.connection, 'select 1')).rejects.toThrow('connect');
  });
});

describe('a left-over postmaster.pid', () => {
  test('with the number of a process that is no server does not keep PostgreSQL down', async () => {
    const dataDir = await temporaryDirectory();
    await (await startPostgres({ dataDir })).stop();
    const file = path.join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
    await writeFile(file, `${process.pid}\n/elsewhere\n1700000000\n5432\n/elsewhere\n\n  1 1\nready   \n`);
    const running = await start({ dataDir });
    expect(running.adopted).toBe(false);
    expect(await postmasterOf(running.connection)).not.toBe(process.pid);
  });

  test('of a zombie is waited out until its parent has reaped it', async () => {
    const dataDir = await temporaryDirectory();
    await (await startPostgres({ dataDir })).stop();
    const { parent, postmaster } = await startUnderCarelessParent(dataDir);
    process.kill(postmaster, 'SIGKILL');
    const zombie = async () => ((await inspectProcess(postmaster))?.zombie ? true : undefined);
    expect(await until(zombie, { timeoutMs: 5_000 })).toBe(true);
    const starting = start({ dataDir });
    parent.kill('SIGKILL');
    expect((await starting).adopted).toBe(false);
  });
});

/** A parent that never asks how its child ended, as many a first process of a container. */
async function startUnderCarelessParent(dataDir: string) {
  const home = await findHome(dataDir);
  if (!home) throw new Error('nothing there');
  const { postgres } = await findBinaries(home);
  const parent = spawn('/bin/sh', ['-c', '"$0" -D "$1" & exec sleep 600', postgres, home.cluster], {
    stdio: 'ignore',
    cwd: home.dir,
    ...home.account,
  });
  await once(parent, 'spawn');
  onTestFinished(() => void parent.kill('SIGKILL'));
  const ready = async () => {
    const lines = (await readFile(path.join(home.cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    return lines[7]?.startsWith('ready') ? Number(lines[0]) : undefined;
  };
  const postmaster = await until(ready, { timeoutMs: 10_000 });
  if (!postmaster) throw new Error('PostgreSQL did not start');
  return { parent, postmaster };
}
