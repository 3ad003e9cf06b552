import { chmod, cp, lstat, mkdir, readdir, readlink, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { installedNative } from './binaries.ts';
import { run } from './processes.ts';
import { isRoot, query, start, startOwner, temporaryDirectory } from './testing/support.ts';

const one = 'select 1 as one';
const answer = [{ one: 1 }];

describe('a data directory', () => {
  test('with spaces, quotes and Chinese characters in its path', async () => {
    const dataDir = path.join(await temporaryDirectory(), `回头客 的 "数据", it's`);
    const running = await start({ dataDir });
    expect(await query(running.connection, one)).toEqual(answer);
  });

  test('whose path is too long for a socket gets a short private directory for it, removed at the end', async () => {
    const dataDir = path.join(await temporaryDirectory(), '很长'.repeat(15), 'deep'.repeat(30));
    const running = await start({ dataDir });
    expect(await query(running.connection, one)).toEqual(answer);
    const { host } = running.connection;
    expect(host.startsWith(dataDir)).toBe(false);
    expect((await stat(host)).mode & 0o777).toBe(0o700);
    await running.stop();
    await expect(stat(host)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test.runIf(isRoot)('closed to the user of PostgreSQL is sheltered, and found again', async () => {
    const [closed, shelter] = [await temporaryDirectory(), await temporaryDirectory()];
    await chmod(closed, 0o700);
    const dataDir = path.join(closed, 'regulars', 'data');
    const first = await start({ dataDir, shelter });
    await query(first.connection, 'create table kept as select 1 as one');
    await first.stop();
    expect(path.dirname(await readlink(path.join(dataDir, 'postgres')))).toBe(shelter);
    const second = await start({ dataDir, shelter });
    expect(await query(second.connection, 'select one from kept')).toEqual(answer);
  });

  test.runIf(isRoot)('that got closed later is named in a plain sentence', async () => {
    const dir = await temporaryDirectory();
    const dataDir = path.join(dir, 'data');
    await (await start({ dataDir })).stop();
    await chmod(dir, 0o700);
    await expect(start({ dataDir })).rejects.toMatchObject({
      code: 'POSTGRES_NO_PERMISSION',
      message: expect.stringContaining(`chmod o+x ${dir}`),
    });
  });

  test.runIf(isRoot)('that may not be written is named in a plain sentence', async () => {
    const dir = await temporaryDirectory();
    const { report } = await startOwner({ dataDir: path.join(dir, 'data') }, await nobody());
    expect(report).toMatchObject({ name: 'PostgresError', error: expect.stringContaining('may not read or write') });
  });
});

describe('the binaries', () => {
  test.runIf(isRoot)('in a clone below a closed directory are copied to where PostgreSQL may run them', async () => {
    const closed = await temporaryDirectory();
    const native = await installWithoutScripts(closed);
    await chmod(closed, 0o700);
    const dataDir = await temporaryDirectory();
    const running = await start({ dataDir, native });
    expect(await query(running.connection, one)).toEqual(answer);
    expect(await readdir(path.join(dataDir, 'postgres', 'binaries'))).toHaveLength(1);
  });

  test('get the library links that switched-off install scripts did not make', async () => {
    const native = await installWithoutScripts(await temporaryDirectory());
    const dataDir = await temporaryDirectory();
    const running = await start({ dataDir, native });
    expect(await query(running.connection, one)).toEqual(answer);
    expect((await lstat(path.join(native, 'lib', 'libicuuc.so.60'))).isSymbolicLink()).toBe(true);
    expect(await readdir(path.join(dataDir, 'postgres'))).not.toContain('binaries');
  });

  test.runIf(isRoot)('that an ordinary user may not complete are copied for that user', async () => {
    const native = await installWithoutScripts(await temporaryDirectory());
    const user = await nobody();
    const dataDir = await temporaryDirectory();
    await chmod(dataDir, 0o777);
    const { report } = await startOwner({ dataDir, native }, user);
    expect(await query(report.connection, one)).toEqual(answer);
    expect((await stat(path.join(dataDir, 'postgres', 'binaries'))).uid).toBe(user.uid);
  });
});

async function nobody() {
  const [uid, gid] = await Promise.all([run('id', ['-u', 'nobody']), run('id', ['-g', 'nobody'])]);
  return { uid: Number(uid), gid: Number(gid), cwd: '/' };
}

/** The npm package as it is unpacked: without symbolic links. */
async function installWithoutScripts(dir: string): Promise<string> {
  const target = path.join(dir, 'package');
  await mkdir(target);
  await cp(path.join(installedNative(), '..'), target, { recursive: true, verbatimSymlinks: true });
  const lib = path.join(target, 'native', 'lib');
  for (const entry of await readdir(lib, { withFileTypes: true })) {
    if (entry.isSymbolicLink()) await rm(path.join(lib, entry.name));
  }
  return path.join(target, 'native');
}
