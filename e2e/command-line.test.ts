import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { startProduct, type Product } from './support/product.ts';

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
    expect(JSON.parse(verified.out)).toEqual({ statistics: 0, classes: 0, rhythms: 0 });
  });

  test.each([
    [['import', '/nowhere/till.csv', '--kind', 'orders'], /nowhere/],
    [['undo', 'nonsense'], /./],
    [['seed', 'castle'], /castle|retail/],
    [['dance'], /regulars <command>/],
    [['import'], /./],
  ])('refuses %j in a sentence, without a stack', async (words, sentence) => {
    const { code, out, err } = await product.run(...words);
    expect(code).not.toBe(0);
    expect(out + err).toMatch(sentence);
    expect(out + err).not.toMatch(/\n\s+at /);
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
      server.stdout.on('data', (data: Buffer) => {
        text += data.toString();
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
