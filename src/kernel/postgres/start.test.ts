import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { attachPostgres, startPostgres } from './index.ts';
import {
  allGone,
  end,
  isRoot,
  livingOf,
  postmasterOf,
  query,
  serverProcesses,
  start,
  startOwner,
  temporaryDirectory,
} from './testing/support.ts';

describe('a first start', () => {
  test('gives a database that answers, with checksums, scram and one collation for every system', async () => {
    const running = await start({ dataDir: await temporaryDirectory() });
    const [facts] = await query(
      running.connection,
      `select current_database() as database, current_user as user, current_setting('data_checksums') as checksums,
         current_setting('password_encryption') as password, current_setting('logging_collector') as collector,
         (select concat_ws(' ', datlocprovider, datlocale, pg_encoding_to_char(encoding)) from pg_database
          where datname = current_database()) as locale,
         (select string_agg(distinct auth_method, ',') from pg_hba_file_rules) as access`,
    );
    expect(facts).toEqual({
      database: 'regulars',
      user: 'regulars',
      checksums: 'on',
      password: 'scram-sha-256',
      collector: 'on',
      locale: 'b C.UTF-8 UTF8',
      access: 'scram-sha-256',
    });
    expect(running.adopted).toBe(false);
    expect(running.version).toMatch(/^18\./);
  });

  test('finds Chinese names by trigrams even when the environment says LANG=C', async () => {
    const env = { PATH: process.env.PATH, LANG: 'C', LC_ALL: 'C' };
    const { report } = await startOwner({ dataDir: await temporaryDirectory() }, { env });
    await query(report.connection, 'create extension pg_trgm');
    const [row] = await query<{ found: boolean }>(report.connection, `select '张三丰' % '张三' as found`);
    expect(row?.found).toBe(true);
  });

  test('keeps the password from other users', async () => {
    const dataDir = await temporaryDirectory();
    const running = await start({ dataDir });
    const file = path.join(dataDir, 'postgres', 'password');
    expect((await readFile(file, 'utf8')).trim()).toBe(running.connection.password);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await expect(query({ ...running.connection, password: 'guess' }, 'select 1')).rejects.toMatchObject({
      code: '28P01',
    });
  });

  test.runIf(isRoot)('runs PostgreSQL under another user when Regulars is root', async () => {
    const running = await start({ dataDir: await temporaryDirectory() });
    const { uid } = await stat(`/proc/${await postmasterOf(running.connection)}`);
    expect(uid).not.toBe(0);
  });

  test('listens on loopback too when a port is asked for', async () => {
    const port = 20_000 + (process.pid % 10_000);
    const running = await start({ dataDir: await temporaryDirectory(), port });
    const [row] = await query<{ one: number }>({ ...running.connection, host: '127.0.0.1', port }, 'select 1 as one');
    expect(row?.one).toBe(1);
  });
});

describe('a later start', () => {
  test('finds what was written before', async () => {
    const dataDir = await temporaryDirectory();
    const first = await startPostgres({ dataDir });
    await query(first.connection, `create table kept as select 'still here' as words`);
    await first.stop();
    const second = await start({ dataDir });
    expect(await query(second.connection, 'select words from kept')).toEqual([{ words: 'still here' }]);
    expect(second.adopted).toBe(false);
  });

  test('refuses a cluster of another major version in a plain sentence', async () => {
    const dataDir = await temporaryDirectory();
    await (await startPostgres({ dataDir })).stop();
    await writeFile(path.join(dataDir, 'postgres', 'cluster', 'PG_VERSION'), '17\n');
    await expect(startPostgres({ dataDir })).rejects.toMatchObject({
      code: 'POSTGRES_VERSION_MISMATCH',
      params: { found: '17', needed: '18' },
      message: expect.stringContaining('made by PostgreSQL 17'),
    });
  });

  test('says which setting keeps PostgreSQL from starting, and starts once it is mended', async () => {
    const dataDir = await temporaryDirectory();
    await (await startPostgres({ dataDir })).stop();
    const own = path.join(dataDir, 'postgres', 'cluster', 'postgresql.auto.conf');
    await writeFile(own, "work_mem = 'plenty'\n");
    await expect(startPostgres({ dataDir })).rejects.toMatchObject({ code: 'POSTGRES_CANNOT_START' });
    await writeFile(own, '');
    const running = await start({ dataDir });
    expect(await query(running.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('says so when the password file belongs to another cluster, and leaves no server behind', async () => {
    const dataDir = await temporaryDirectory();
    await (await startPostgres({ dataDir })).stop();
    await writeFile(path.join(dataDir, 'postgres', 'password'), 'of another cluster\n');
    await expect(startPostgres({ dataDir })).rejects.toThrow('does not open the database');
    const pidFile = path.join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
    await expect(stat(pidFile)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('stop', () => {
  test('by SIGTERM of the owner leaves no process and no lock', async () => {
    const dataDir = await temporaryDirectory();
    const { child, report } = await startOwner({ dataDir });
    const processes = await serverProcesses(report.connection);
    expect(processes.length).toBeGreaterThan(3);
    await end(child, 'SIGTERM');
    expect(child.exitCode).toBe(0);
    expect(await allGone(processes)).toBe(true);
    await expect(stat(path.join(dataDir, 'postgres', 'owner.lock'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('cuts sessions that are still open', async () => {
    const running = await startPostgres({ dataDir: await temporaryDirectory() });
    const cut = query(running.connection, 'select pg_sleep(600)').catch((error: unknown) => error);
    const postmaster = await postmasterOf(running.connection);
    await Promise.all([running.stop(), running.stop()]);
    expect(await livingOf([postmaster])).toEqual([]);
    expect(await cut).toBeInstanceOf(Error);
  });
});

describe('a command line beside the server', () => {
  test('uses the living server of another process, and finds none when it is down', async () => {
    const dataDir = await temporaryDirectory();
    expect(await attachPostgres({ dataDir })).toBeUndefined();
    const { child, report } = await startOwner({ dataDir });
    expect(await attachPostgres({ dataDir })).toEqual(report.connection);
    await end(child, 'SIGTERM');
    expect(await attachPostgres({ dataDir })).toBeUndefined();
  });
});
