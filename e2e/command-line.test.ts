import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { cleanEnvironment, runCommand, startProduct, type Product } from './support/product.ts';

describe('the command line', () => {
  let product: Product;
  beforeAll(async () => {
    const owner = { REGULARS_OWNER_EMAIL: 'owner@example.com', REGULARS_OWNER_PASSWORD: 'a long password' };
    product = await startProduct(inject('testCluster'), { ...owner, REGULARS_WORKSPACE: '林记茶行' });
  });
  afterAll(() => product.stop());

  test('imports a file, says what is wrong with it, and takes it back', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'regulars-files-'));
    const file = join(folder, 'till.csv');
    await writeFile(
      file,
      '订单号,日期,会员,手机,金额\nA1,2026-03-01,周先生,13800138001,88.00\nA2,某日,林小姐,13800138002,66\n',
    );
    const tried = await product.run('import', file, '--kind', 'orders', '--dry-run', '--json');
    expect(JSON.parse(tried.out)).toMatchObject({ counts: { rows: 2, failed: 1 } });
    const done = await product.run('import', file, '--kind', 'orders', '--json');
    const { counts, changeSet } = JSON.parse(done.out) as { counts: object; changeSet: string };
    expect(counts).toMatchObject({ rows: 2, created: 1, failed: 1 });
    const exported = join(folder, 'customers.csv');
    expect((await product.run('export', 'customers', '--out', exported)).code).toBe(0);
    expect(await readFile(exported, 'utf8')).toContain('周先生');
    expect((await product.run('undo', changeSet)).code).toBe(0);
    await product.run('export', 'customers', '--out', exported);
    expect(await readFile(exported, 'utf8')).not.toContain('周先生');
    await rm(folder, { recursive: true });
  });

  test('seeds a shop whose derived figures agree with its facts', async () => {
    expect((await product.run('seed', 'retail')).code).toBe(0);
    const verified = await product.run('verify', '--json');
    expect(JSON.parse(verified.out)).toEqual({
      merges: 0,
      statistics: 0,
      classes: 0,
      segments: 0,
      rhythms: 0,
      loyalty: 0,
      months: 0,
      audit: 0,
    });
  });

  test('saves everything beside the running server, and restores it elsewhere', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'regulars-moved-'));
    const file = join(folder, 'all.tar.gz');
    const saved = await product.run('backup', file, '--json');
    expect(JSON.parse(saved.out)).toMatchObject({ file, missing: 0 });
    const again = await product.run('backup', file);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('is there already')]);
    const here = await product.run('restore', file);
    expect([here.code, here.err]).toEqual([1, expect.stringContaining('workspaces in this database already')]);

    const other = await startProduct(inject('testCluster'), {}, { bare: true });
    try {
      expect(await other.run('restore', file)).toMatchObject({ code: 0, err: '' });
      expect(JSON.parse((await other.run('verify', '--json')).out)).toMatchObject({ statistics: 0, classes: 0 });
      const sums = await Promise.all(
        [product, other].map(async (one) => (await one.run('export', 'orders')).out.split('\n').toSorted()),
      );
      expect(sums[1]).toEqual(sums[0]);
      await other.crash();
      await other.startAgain();
      const credentials = { email: 'owner@example.com', password: 'a long password' };
      const headers = { 'content-type': 'application/json', origin: other.url };
      const body = JSON.stringify(credentials);
      const signedIn = await fetch(`${other.url}/api/v1/sign-in`, { method: 'POST', headers, body });
      expect(signedIn.status).toBeLessThan(300);
    } finally {
      await other.stop();
    }
    await rm(folder, { recursive: true });
  });

  test.each<[string[], number, RegExp]>([
    [['import', '/nowhere/till.csv', '--kind', 'orders'], 1, /^\/nowhere\/till.csv is not there\.$/],
    [['import', tmpdir()], 1, /is a folder/],
    [['import', '/etc/hosts', '--kind', 'boats'], 1, /boats/],
    [['import', '/etc/hosts', '--workspace', 'nowhere'], 1, /nowhere/],
    [['import', '/etc/hosts', '--mapping', '/etc/hosts'], 2, /not a JSON file/],
    [['import'], 2, /Expected: file/],
    [['export', 'boats'], 1, /boats/],
    [['export', 'customers', '--out', '/nowhere/x.csv'], 1, /^\/nowhere\/x.csv is not there\.$/],
    [['export', 'customers', '--format', 'pdf'], 2, /csv or xlsx/],
    [['undo', 'nonsense'], 2, /CHANGE_SET is the id/],
    [['undo', '0190f0a0-0000-7000-8000-000000000000'], 1, /does not exist/],
    [['seed', 'castle'], 2, /retail/],
    [['user', 'create', '--email', 'c@example.com', '--name', 'C', '--role', 'king'], 1, /role/],
    [['user', 'create', '--email', 'c', '--name', 'C', '--role', 'clerk'], 2, /"c" is not an e-mail address/],
    [['user', 'reset-password', 'nobody@example.com'], 1, /nobody@example\.com/],
    [['key', 'create', '--name', 'K', '--role', 'king'], 1, /role/],
    [['restore', '/nowhere/x.tar.gz'], 1, /\/nowhere\/x\.tar\.gz/],
    [['restore', '/etc/hosts'], 1, /not a whole backup/],
    [['backup', '/nowhere/x.tar.gz'], 1, /not there/],
    [['migrate', 'now'], 2, /now/],
    [['start', '--fast'], 2, /--fast/],
    [['dance'], 2, /no command "dance"/],
    [['user', 'dance'], 2, /no command "user dance"/],
  ])('refuses %j with %d and a sentence, without a stack', async (words, wanted, sentence) => {
    const { code, out, err } = await product.run(...words);
    expect([code, out]).toEqual([wanted, '']);
    expect(err.trim()).toMatch(sentence);
    expect(err).not.toMatch(/\n\s+at |node:|Error:/);
  });

  test('every command explains itself', async () => {
    const { out } = await product.run('--help');
    const names = [...out.matchAll(/^ {2}([a-z]+(?: [a-z][a-z-]+)?)(?= )/gm)].map(([, name]) =>
      (name as string).split(' '),
    );
    expect(names.length).toBeGreaterThan(12);
    for (const words of names) {
      const help = await product.run(...words, '--help');
      expect([words, help.code, help.out]).toEqual([words, 0, expect.stringContaining(`regulars ${words.join(' ')}`)]);
    }
  });
});

describe('a start that cannot be', () => {
  test.each<[Record<string, string>, RegExp]>([
    [{ REGULARS_COLOUR: 'red' }, /REGULARS_COLOUR/],
    [{ PORT: 'eighty' }, /^PORT/],
    [{ REGULARS_ROLE: 'boss' }, /^REGULARS_ROLE/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL/],
    [{ DATABASE_URL: 'mysql://localhost/x' }, /^DATABASE_URL/],
    [{ DATABASE_URL: 'postgres://nobody:x@127.0.0.1:1/x' }, /database does not answer/],
    [{ PUBLIC_URL: 'regulars' }, /^PUBLIC_URL/],
    [{ SECRET_KEY: 'short' }, /^SECRET_KEY/],
    [{ FILES_URL: 's3://bucket' }, /^FILES_URL .* DATA_DIR/],
    [{ REGULARS_OWNER_EMAIL: 'a@example.com' }, /REGULARS_OWNER_PASSWORD/],
    [{ DATA_DIR: '/dev/null/data' }, /\/dev\/null/],
  ])('says which setting is wrong: %j', async (settings, sentence) => {
    const { code, out, err } = await runCommand(['migrate'], {
      ...cleanEnvironment(),
      DATA_DIR: join(tmpdir(), 'x'),
      ...settings,
    });
    expect([code, out]).toEqual([1, '']);
    expect(err.trim()).toMatch(sentence);
    expect(err).not.toMatch(/\n\s+at |node:|Error:/);
  });
});

describe('the start on an empty machine', () => {
  test('brings its own PostgreSQL, answers, and ends cleanly on SIGTERM', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'regulars-first-'));
    const port = await freePort();
    const { DATABASE_URL: _, ...env } = process.env;
    const server = spawn(process.execPath, [fileURLToPath(new URL('../src/apps/cli.ts', import.meta.url)), 'start'], {
      env: { ...env, DATA_DIR: folder, PORT: String(port), LOG_LEVEL: 'error' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said = new Promise<string>((resolve, reject) => {
      let text = '';
      server.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (/Regulars is ready.*\n/s.test(text)) resolve(text);
      });
      server.once('exit', (code) => reject(new Error(`ended with ${code}: ${text}`)));
    });
    expect(await said).toMatch(new RegExp(`http://localhost:${port}/`));
    expect((await fetch(`http://localhost:${port}/`)).status).toBe(200);
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
    const left = ['postgres/postmaster.pid', 'pg/postmaster.pid', 'postgres/data/postmaster.pid'];
    expect(left.filter((path) => existsSync(join(folder, path)))).toEqual([]);
    await rm(folder, { recursive: true, force: true });
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
