import { chmod, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../db/database.ts';
import { migrate, pendingMigrations } from '../db/migrate.ts';
import { openFileStore } from '../files/store.ts';
import { newId } from '../ids.ts';
import { job } from '../jobs/jobs.ts';
import { openQueue } from '../jobs/queue.ts';
import { emptyDatabase } from '../testing/database.ts';
import { testHouse } from '../testing/house.ts';
import { makeBackup, type BackupSource } from './backup.ts';
import { tablesOf, withOwner } from './contents.ts';
import { BackupDamaged } from './errors.ts';
import { checkArchive } from './manifest.ts';
import { refuseNewer, restoreBackup, type RestoreTarget } from './restore.ts';

const greet = job('backup-test.greet', z.object({ name: z.string() }), async () => undefined);
const house = await testHouse({ jobs: [greet] });
const key = 'the key of the installation that is saved';
let folder: string;
let source: BackupSource;
let archive: string;
/** The tables when the archive was made. */
let saved: Record<string, unknown>;

const NAMES = ['周先生', 'O\'Neil \\ "quoted"', '两\n行\t字', '\\N', '\\.', ''];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regulars-backup-'));
  await chmod(folder, 0o711);
  source = { settings: house.database.settings, files: house.files, secretKey: key, keepKey: true };
  for (const shopName of ['林记茶行', 'Second shop']) {
    const shop = await house.openWorkspace({ name: shopName });
    await house.in(shop, async (ctx) => {
      await ctx.db
        .insertInto('customers')
        .values(NAMES.map((name) => ({ workspace_id: shop.id, id: newId(), name, sort_name: name })))
        .execute();
      await house.jobs.enqueue(ctx, greet, { name: shopName });
      await fillFile(ctx.workspace.id, 'photo.jpg', Buffer.alloc(2_500_000, shopName));
      await fillFile(ctx.workspace.id, 'empty.txt', Buffer.of());
      // As imports keep theirs: the table of files does not know it.
      await house.files.put(shop.id, newId(), Readable.from([Buffer.from('订单号,金额')]));
    });
    async function fillFile(workspaceId: string, name: string, content: Buffer) {
      const id = newId();
      const { bytes, sha256 } = await house.files.put(workspaceId, id, Readable.from([content]));
      await house.in(shop, (ctx) =>
        ctx.db
          .insertInto('files')
          .values({
            workspace_id: workspaceId,
            id,
            name,
            media_type: 'text/plain',
            bytes: BigInt(bytes),
            sha256,
            created_at: ctx.now,
          })
          .execute(),
      );
    }
  }
  archive = join(folder, 'whole.tar.gz');
  await makeBackup(source, archive);
  saved = await contentsOf(source.settings);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a backup', () => {
  test('comes back elsewhere with every row, every file, the key and the waiting work, behind walls as strict as before', async () => {
    const target = await emptyTarget();
    const facts = await restoreBackup(await checkArchive(archive), target);
    expect(facts).toMatchObject({ files: 6, keyRestored: true });
    expect(await contentsOf(target.settings)).toEqual(saved);
    expect(await fileContents(target.dataDir)).toEqual(await fileContents(house.config.dataDir));
    expect(await readFile(join(target.dataDir, 'secret.key'), 'utf8')).toBe(key);
    const waiting = await rows(target.settings, `select data->'input'->>'name' as name from pgboss.job order by 1`);
    expect(waiting).toEqual([{ name: 'Second shop' }, { name: '林记茶行' }]);
    expect(await strictness(target.settings)).toEqual(await strictness(source.settings));
    const restored = openDatabase(target.settings, 2);
    expect(await restored.local.selectFrom('customers').select('id').execute()).toEqual([]);
    await restored.close();
  });

  test('holds what was there when it began, not what came while it ran', async () => {
    const path = join(folder, 'busy.tar.gz');
    const shift = { over: false };
    const shop = await house.openWorkspace({ name: 'Busy shop' });
    const work = (async () => {
      while (!shift.over) {
        const id = newId();
        await house.in(shop, async (ctx) => {
          await ctx.db
            .insertInto('customers')
            .values({ workspace_id: shop.id, id, name: 'n', sort_name: 'n' })
            .execute();
          await ctx.db
            .insertInto('customer_tags')
            .values({ workspace_id: shop.id, customer_id: id, tag: 'new' })
            .execute();
        });
      }
    })();
    await makeBackup(source, path);
    shift.over = true;
    await work;
    const target = await emptyTarget();
    await restoreBackup(await checkArchive(path), target);
    const [found] = await rows(
      target.settings,
      `select (select count(*) from customers where name = 'n') = (select count(*) from customer_tags) as equal`,
    );
    expect(found).toEqual({ equal: true });
    await house.in(shop, (ctx) => ctx.db.deleteFrom('customers').where('workspace_id', '=', shop.id).execute());
  });

  test('can be read by its owner only, and never replaces a file', async () => {
    expect((await stat(archive)).mode & 0o777).toBe(0o600);
    await expect(makeBackup(source, archive)).rejects.toThrow(/is there already/);
    await checkArchive(archive);
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('says how many files are gone from the disk, and keeps the rest', async () => {
    const shop = await house.openWorkspace({ name: 'Lost file' });
    await house.in(shop, (ctx) =>
      ctx.db
        .insertInto('files')
        .values({
          workspace_id: shop.id,
          id: newId(),
          name: 'lost',
          media_type: 'text/plain',
          bytes: 1n,
          sha256: Buffer.of(1),
          created_at: ctx.now,
        })
        .execute(),
    );
    const facts = await makeBackup(source, join(folder, 'lost.tar.gz'));
    expect(facts).toMatchObject({ files: 6, missing: 1 });
    await house.in(shop, (ctx) => ctx.db.deleteFrom('files').where('workspace_id', '=', shop.id).execute());
  });

  test('is whole and loads where the owner is no superuser, whom the walls bind', async () => {
    const role = `regulars_owner_${process.pid}_${Date.now()}`;
    await rows(source.settings, `create role ${role} login createrole password 'secret'`);
    await rows(source.settings, `grant regulars_app to ${role} with admin option`);
    const asOwner = (settings: pg.PoolConfig): pg.PoolConfig => {
      if (!settings.connectionString) return { ...settings, user: role, password: 'secret' };
      const url = new URL(settings.connectionString);
      url.username = role;
      url.password = 'secret';
      return { ...settings, connectionString: url.href };
    };
    const first = { ...(await emptyTarget()), settings: asOwner(await emptyDatabase(role)) };
    await restoreBackup(await checkArchive(archive), first);
    const again = join(folder, 'plain-owner.tar.gz');
    await makeBackup({ ...source, settings: first.settings }, again);
    const [one, other] = [await checkArchive(archive), await checkArchive(again)];
    const counts = (checked: typeof one) =>
      Object.fromEntries(Object.entries(checked.manifest.parts).map(([part, facts]) => [part, facts.rows]));
    expect(counts(other)['tables/customers.copy']).toBe(counts(one)['tables/customers.copy']);
    const second = { ...(await emptyTarget()), settings: asOwner(await emptyDatabase(role)) };
    await restoreBackup(other, second);
    expect(await contentsOf(asSuper(second.settings))).toEqual(await contentsOf(asSuper(first.settings)));
  });
});

describe('a damaged backup', () => {
  test('is refused for a flipped bit anywhere', async () => {
    const bytes = await readFile(archive);
    const whole = gunzipSync(bytes);
    const unpacked = (packed: Buffer) => {
      try {
        return gunzipSync(packed);
      } catch {
        return null;
      }
    };
    const places = [0, 3, 5, 8, 9, 10, bytes.length - 1, bytes.length - 6];
    for (let n = 1; n < 40; n += 1) places.push(Math.floor((bytes.length * n) / 40));
    for (const place of places) {
      const damaged = Buffer.from(bytes);
      damaged[place] = (damaged[place] ?? 0) ^ 0x10;
      // Compressed data has a few bits that nobody reads.
      if (place > 10 && unpacked(damaged)?.equals(whole)) continue;
      const path = join(folder, 'damaged.tar.gz');
      await writeFile(path, damaged);
      await expect(checkArchive(path), `byte ${place}`).rejects.toThrow(BackupDamaged);
    }
  });

  test.each([0, 1, 9, 100, 5_000])('is refused when only the first %d bytes are left', async (left) => {
    const path = join(folder, 'cut.tar.gz');
    await writeFile(path, await readFile(archive));
    await truncate(path, left);
    await expect(checkArchive(path)).rejects.toThrow(BackupDamaged);
  });

  test('is refused when its last bytes are missing, and when it is something else', async () => {
    const bytes = await readFile(archive);
    for (const [name, content] of [
      ['short', bytes.subarray(0, -1)],
      ['half', bytes.subarray(0, bytes.length / 2)],
      ['text', Buffer.from('姓名,手机\n周先生,13800138000\n')],
    ] as const) {
      const path = join(folder, name);
      await writeFile(path, content);
      await expect(checkArchive(path), name).rejects.toThrow(BackupDamaged);
    }
  });
});

describe('a restore', () => {
  test('never touches a database in which somebody works', async () => {
    const before = await contentsOf(source.settings);
    const target = { ...(await emptyTarget()), settings: source.settings };
    await expect(restoreBackup(await checkArchive(archive), target)).rejects.toThrow(
      /workspaces in this database already/,
    );
    expect(await contentsOf(source.settings)).toEqual(before);
    expect(await readdir(target.dataDir)).toEqual([]);
  });

  test('loads into a database that was started and never set up', async () => {
    const target = await emptyTarget();
    await migrate(target.settings);
    await restoreBackup(await checkArchive(archive), target);
    expect(await contentsOf(target.settings)).toEqual(saved);
  });

  test('brings an older backup to this version, in a database that was never started', async () => {
    const { head } = await checkArchive(archive);
    const old = await emptyDatabase();
    await migrate(old, head.migrations.at(-2));
    await rows(
      old,
      `insert into workspaces (id, name, zone, base_currency, language)
       values (gen_random_uuid(), '老店', 'Asia/Shanghai', 'CNY', 'zh-CN')`,
    );
    const queue = await openQueue(old, [greet], false, pino({ level: 'silent' }));
    await queue.stop();
    const path = join(folder, 'older.tar.gz');
    await makeBackup({ ...source, settings: old }, path);
    const older = await checkArchive(path);
    const started = await emptyTarget();
    await migrate(started.settings);
    await expect(restoreBackup(older, started)).rejects.toThrow(/started by a newer version/);
    expect(await rows(started.settings, 'select name from workspaces')).toEqual([]);
    const fresh = await emptyTarget();
    await restoreBackup(older, fresh);
    expect(await rows(fresh.settings, 'select name from workspaces')).toEqual([{ name: '老店' }]);
    expect(await pendingMigrations(fresh.settings)).toEqual([]);
  });

  test('refuses what a newer version made, before it looks at the database', async () => {
    const checked = await checkArchive(archive);
    const newer = { ...checked, head: { ...checked.head, migrations: [...checked.head.migrations, '9999_stars'] } };
    await expect(refuseNewer(newer)).rejects.toThrow(/9999_stars/);
    const target = await emptyTarget();
    await expect(restoreBackup(newer, target)).rejects.toThrow(/another version/);
    expect(await rows(target.settings, `select 1 from pg_class where relname = 'workspaces'`)).toEqual([]);
  });

  test('leaves nothing when the rows do not add up', async () => {
    const checked = await checkArchive(archive);
    const parts = { ...checked.manifest.parts };
    const customers = parts['tables/customers.copy'];
    if (customers) parts['tables/customers.copy'] = { ...customers, rows: customers.rows + 1 };
    const target = await emptyTarget();
    await expect(restoreBackup({ ...checked, manifest: { parts } }, target)).rejects.toThrow(/customers/);
    const [left] = await rows(target.settings, 'select count(*)::int as count from workspaces');
    expect(left).toEqual({ count: 0 });
    expect(await fileContents(target.dataDir)).toEqual([]);
  });
});

async function emptyTarget(): Promise<RestoreTarget> {
  const dataDir = await mkdtemp(join(folder, 'target-'));
  return {
    settings: await emptyDatabase(),
    files: openFileStore(join(dataDir, 'files')),
    dataDir,
    keyIsGiven: false,
    jobs: [greet],
    log: pino({ level: 'silent' }),
  };
}

function asSuper(settings: pg.PoolConfig): pg.PoolConfig {
  const cluster = house.database.settings;
  const database = settings.connectionString ? new URL(settings.connectionString).pathname.slice(1) : settings.database;
  if (!cluster.connectionString) return { ...cluster, database };
  const url = new URL(cluster.connectionString);
  url.pathname = `/${database}`;
  return { connectionString: url.href };
}

async function rows(settings: pg.PoolConfig, sql: string): Promise<Record<string, unknown>[]> {
  return withOwner(settings, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);
}

/** One sum per table, whatever the order of its rows. */
async function contentsOf(settings: pg.PoolConfig): Promise<Record<string, unknown>> {
  return withOwner(settings, async (client) => {
    const sums: Record<string, unknown> = {};
    for (const { name } of await tablesOf(client)) {
      const { rows: found } = await client.query<{ sum: string }>(
        `select count(*) || '/' || coalesce(md5(string_agg(t::text, e'\\n' order by t::text)), '') as sum from "${name}" t`,
      );
      sums[name] = found[0]?.sum;
    }
    return sums;
  });
}

function strictness(settings: pg.PoolConfig): Promise<Record<string, unknown>[]> {
  return rows(
    settings,
    `select relname::text as name, relforcerowsecurity::text as fact from pg_class where relnamespace = 'public'::regnamespace
     union all select conname::text, pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
     order by 1, 2`,
  );
}

async function fileContents(dataDir: string): Promise<[string, string][]> {
  const entries = await readdir(join(dataDir, 'files'), { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const contents = files.map(async (entry): Promise<[string, string]> => {
    return [entry.name, (await readFile(join(entry.parentPath, entry.name))).toString('base64')];
  });
  return (await Promise.all(contents)).sort();
}
