import { readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openHome } from './home.ts';
import { DataDirectoryInUse, startPostgres } from './index.ts';
import { acquireLock } from './lock.ts';
import { end, query, start, startOwner, temporaryDirectory } from './testing/support.ts';

describe('one owner per data directory', () => {
  test('a second process is refused in a plain sentence, and the first works on', async () => {
    const dataDir = await temporaryDirectory();
    const { child, report } = await startOwner({ dataDir });
    const refused = startPostgres({ dataDir });
    await expect(refused).rejects.toBeInstanceOf(DataDirectoryInUse);
    await expect(refused).rejects.toMatchObject({
      code: 'POSTGRES_DATA_DIR_IN_USE',
      message: expect.stringContaining(`process ${child.pid}`),
    });
    expect(await query(report.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('of processes that start at the same moment exactly one becomes the owner', async () => {
    const dataDir = await temporaryDirectory();
    const owners = await Promise.all([1, 2, 3].map(() => startOwner({ dataDir })));
    const names = owners.map(({ report }) => report.name ?? 'owner').sort();
    expect(names).toEqual(['DataDirectoryInUse', 'DataDirectoryInUse', 'owner']);
  });

  test('so it is when they all find the lock of a killed owner', async () => {
    const dataDir = await temporaryDirectory();
    const { child } = await startOwner({ dataDir });
    await end(child, 'SIGKILL');
    const owners = await Promise.all([1, 2, 3].map(() => startOwner({ dataDir })));
    const names = owners.map(({ report }) => report.name ?? 'owner').sort();
    expect(names).toEqual(['DataDirectoryInUse', 'DataDirectoryInUse', 'owner']);
  });

  test('a copied data directory does not adopt the server of the original', async () => {
    const [original, copy] = [await temporaryDirectory(), await temporaryDirectory()];
    await start({ dataDir: original });
    await (await startPostgres({ dataDir: copy })).stop();
    const running = (dir: string, name: string) => path.join(dir, 'postgres', name);
    await writeFile(running(copy, 'password'), await readFile(running(original, 'password')));
    const pointer = path.join('cluster', 'postmaster.pid');
    await writeFile(running(copy, pointer), await readFile(running(original, pointer)));
    await expect(startPostgres({ dataDir: copy })).rejects.toBeInstanceOf(DataDirectoryInUse);
  });
});

describe('the lock', () => {
  test('of a process number that was given again is taken over', async () => {
    const home = await openHome(await temporaryDirectory());
    const lock = await acquireLock(home);
    const owner: unknown = JSON.parse(await readFile(home.lockFile, 'utf8'));
    await writeFile(home.lockFile, JSON.stringify({ ...Object(owner), startedAt: '1' }));
    const next = await acquireLock(home);
    await lock.release();
    await expect(acquireLock(home)).rejects.toBeInstanceOf(DataDirectoryInUse);
    await next.release();
  });

  test('of another machine or container is respected as long as it beats', async () => {
    const home = await openHome(await temporaryDirectory());
    await writeFile(home.lockFile, JSON.stringify({ pid: 1, startedAt: '1', place: 'elsewhere', token: 'other' }));
    let second = 0;
    const beat = setInterval(() => void utimes(home.lockFile, (second += 1), second), 500);
    onTestFinished(() => clearInterval(beat));
    await expect(acquireLock(home)).rejects.toThrow('process 1 on elsewhere');
  });

  test('of another machine or container that fell silent is taken over', async () => {
    const home = await openHome(await temporaryDirectory());
    await writeFile(home.lockFile, JSON.stringify({ pid: 1, startedAt: '1', place: 'elsewhere', token: 'other' }));
    const lock = await acquireLock(home);
    await lock.release();
    await expect(readFile(home.lockFile)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
