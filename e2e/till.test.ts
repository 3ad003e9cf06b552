import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startProduct, type Product } from './support/product.ts';

const guide = fileURLToPath(new URL('../docs/guide/', import.meta.url));
const BETWEEN = '--- the next example ---';

let product: Product;
let key: string;
let folder: string;

async function ask<T = Record<string, unknown>>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${product.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  expect([path, answer.status < 300 ? 'ok' : text]).toEqual([path, 'ok']);
  return JSON.parse(text) as T;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regulars-till-'));
  const owner = { REGULARS_OWNER_EMAIL: 'lin@example.com', REGULARS_OWNER_PASSWORD: 'seven cups of tea' };
  product = await startProduct(inject('testCluster'), { ...owner, REGULARS_WORKSPACE: '林记茶行' });
  const { out } = await product.run('key', 'create', '--name', 'till', '--role', 'owner', '--json');
  ({ key } = JSON.parse(out) as { key: string });
  const draft = await ask('PUT', '/loyalty/programme/draft', {
    rules: {
      name: 'Regulars',
      earn: { points: 1, per: '1' },
      redeem: { points: 100, worth: '5' },
      tiers: { by: 'spend', window: 'calendar', levels: [{ key: 'member', name: 'Member', from: '0' }] },
      limits: { alone: 100_000, colleaguePerDay: null },
    },
  });
  await ask('POST', '/loyalty/programme/publish', { version: draft['version'] });
  const { id } = await ask('POST', '/customers', { name: 'Shan Xuemei', phone: '13800138712' });
  await ask('POST', '/loyalty/earn', { customerId: id, points: 1_280 });
});
afterAll(async () => {
  await product.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What a page tells to type, and what it says the answer holds. */
async function examplesOf(page: string): Promise<{ typed: string; answer: unknown }[]> {
  const text = await readFile(join(guide, page), 'utf8');
  const found = text.matchAll(/```bash\n(.*?)```(?:\n```json\n(.*?)```)?/gs);
  return [...found].map(([, typed = '', answer]) => ({ typed, answer: answer === undefined ? null : shown(answer) }));
}

/** `"…"` stands for whatever it is. */
function shown(answer: string): unknown {
  return JSON.parse(answer, (_key, value: unknown) => (value === '…' ? expect.any(String) : value));
}

test('every example of the guide does what the guide says', async () => {
  const examples = await examplesOf('till.en.md');
  expect(examples.length).toBeGreaterThan(8);
  const script = examples.map(({ typed }) => typed).join(`\necho; echo '${BETWEEN}'\n`);
  const { stdout } = await promisify(execFile)('bash', ['-eu', '-c', script], {
    cwd: folder,
    env: { ...process.env, SHOP: product.url, KEY: key },
  });
  const answers = stdout.split(`${BETWEEN}\n`);
  expect(answers).toHaveLength(examples.length);
  for (const [n, { typed, answer }] of examples.entries()) {
    if (answer === null) continue;
    expect({ typed, answer: JSON.parse(answers[n] ?? '') as unknown }).toMatchObject({ typed, answer });
  }

  const { id } = JSON.parse(answers.at(-1) ?? '') as { id: string };
  let state = '';
  while (!['done', 'failed'].includes(state)) ({ state } = await ask<{ state: string }>('GET', `/imports/${id}`));
  expect(await ask('GET', `/imports/${id}`)).toMatchObject({ state: 'done', counts: { created: 2, failed: 0 } });
  const { url } = JSON.parse(answers[4] ?? '') as { url: string };
  const receipt = await fetch(product.url + new URL(url).pathname);
  expect([receipt.status, (await receipt.text()).includes('Black tea 100g')]).toEqual([200, true]);
});

test('says the same to type in Chinese', async () => {
  const typed = async (page: string) => (await examplesOf(page)).map((one) => one.typed);
  expect(await typed('till.zh-CN.md')).toEqual(await typed('till.en.md'));
});
