import { setTimeout as later } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { startProduct, type Product } from './support/product.ts';

const ROWS = 100_000;
const BAD = 10;
const CUSTOMERS = 8_000;
const KILLS = 6;

let product: Product;
let headers: Record<string, string>;
const sql = async (text: string) => {
  const client = new pg.Client(product.database);
  await client.connect();
  try {
    return (await client.query<Record<string, number>>(text)).rows[0] ?? {};
  } finally {
    await client.end();
  }
};

beforeAll(async () => {
  const owner = { REGULARS_OWNER_EMAIL: 'owner@example.com', REGULARS_OWNER_PASSWORD: 'a long password' };
  product = await startProduct(inject('testCluster'), { ...owner, REGULARS_WORKSPACE: 'Faults' });
  const { out } = await product.run('key', 'create', '--name', 'faults', '--role', 'owner', '--json');
  headers = { authorization: `Bearer ${(JSON.parse(out) as { key: string }).key}` };
});
afterAll(() => product.stop());

interface View {
  id: string;
  state: string;
  counts: { rows: number; created: number; updated: number; skipped: number; failed: number };
  changeSet: string | null;
}

const ask = async (path: string, init: RequestInit = {}) => {
  const answer = await fetch(`${product.url}/api/v1${path}`, { ...init, headers });
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Error(JSON.stringify(body));
  return body as View;
};

async function upload(): Promise<View> {
  const lines = ['订单号,日期,客户编号,姓名,商品编号,商品名称,数量,单价'];
  for (let n = 0; n < ROWS; n += 1) {
    const day =
      n % (ROWS / BAD) === 7
        ? 'never'
        : `2025-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`;
    const who = n % CUSTOMERS;
    lines.push(`T${n},${day} 10:00:00,C${who},客户${who},P${n % 50},茶,1,${20 + (n % 300)}.50`);
  }
  const form = new FormData();
  form.set('kind', 'orders');
  form.set('file', new Blob([lines.join('\n')]), 'till.csv');
  return ask('/imports', { method: 'POST', body: form });
}

async function settled(id: string, states: readonly string[]): Promise<View> {
  for (;;) {
    const view = await ask(`/imports/${id}`);
    if (states.includes(view.state)) return view;
    await later(200);
  }
}

describe('a server that is killed again and again', () => {
  test('imports exactly the rows of the file', async () => {
    let view = await upload();
    const { id } = view;
    let kills = 0;
    while (!['done', 'failed'].includes(view.state)) {
      if (kills < KILLS) {
        await later(700 + 350 * kills);
        await product.crash();
        kills += 1;
        await product.startAgain();
      } else await later(200);
      view = await ask(`/imports/${id}`);
    }
    console.log(`${kills} kills while importing ${ROWS} rows`);
    expect(kills).toBeGreaterThan(1);
    expect(view).toMatchObject({ state: 'done', counts: { rows: ROWS, failed: BAD } });
    expect(
      await sql('select count(*)::int as orders, count(distinct external_id)::int as numbers from orders'),
    ).toEqual({
      orders: ROWS - BAD,
      numbers: ROWS - BAD,
    });
    expect(await sql('select count(*)::int as lines from order_lines')).toEqual({ lines: ROWS - BAD });
    expect(await sql('select count(*)::int as customers from customers')).toEqual({ customers: CUSTOMERS });
    const { code, out } = await product.run('verify');
    expect([code, out]).toEqual([0, expect.stringMatching(/statistics: 0 differences/)]);
  });

  test('changes nothing when the same file comes again', async () => {
    const again = await settled((await upload()).id, ['done', 'failed']);
    expect(again.counts).toMatchObject({ created: 0, updated: 0, failed: BAD });
    expect(await sql('select count(*)::int as orders from orders')).toEqual({ orders: ROWS - BAD });
  });

  test('takes an undo to its end', async () => {
    const { id, changeSet } = await settled((await upload()).id, ['done']);
    expect(id).toBeTruthy();
    const first = await sql('select count(*)::int as orders from orders');
    expect(first).toEqual({ orders: ROWS - BAD });
    const undone = ask(`/change-sets/${changeSet}/undo`, { method: 'POST' }).catch(() => null);
    await later(150);
    await product.crash();
    await undone;
    await product.startAgain();
    const { code } = await product.run('verify');
    expect(code).toBe(0);
  });
});
