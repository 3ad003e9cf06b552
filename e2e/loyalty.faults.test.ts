import { setTimeout as later } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postmasterOf, query } from '../src/kernel/postgres/testing/support.ts';
import type { Connection } from '../src/kernel/postgres/index.ts';
import { startProduct, type Product } from './support/product.ts';

const CLIENTS = 50;
const CUSTOMERS = 12;
/** `FAULTS_KILLS=6` for a machine with little time. */
const KILLS = Number(process.env['FAULTS_KILLS'] ?? 20);
/** Between two kills so many acts are brought to their end. */
const ACTS_BETWEEN = 60;
/** Milliseconds; a busy machine takes its time to start a server again. */
const PATIENCE = 900_000;

let product: Product;
let headers: Record<string, string>;
let customers: string[];
const sql = (text: string) => query<Record<string, number>>(product.database as Connection, text);

beforeAll(async () => {
  const owner = { REGULARS_OWNER_EMAIL: 'owner@example.com', REGULARS_OWNER_PASSWORD: 'a long password' };
  product = await startProduct(null, { ...owner, REGULARS_WORKSPACE: 'Faults' });
  const { out } = await product.run('key', 'create', '--name', 'faults', '--role', 'owner', '--json');
  headers = { authorization: `Bearer ${(JSON.parse(out) as { key: string }).key}`, 'content-type': 'application/json' };
  const levels = [{ key: 'member', name: 'Member', from: '0' }];
  const { version } = await made('PUT', '/loyalty/programme/draft', {
    rules: {
      name: 'Regulars',
      earn: { points: 1, per: '1' },
      redeem: { points: 100, worth: '1' },
      tiers: { by: 'spend', window: 'calendar', levels },
      limits: { alone: 100_000, colleaguePerDay: null },
    },
  });
  await made('POST', '/loyalty/programme/publish', { version });
  const terms = { kind: 'amount', amount: '5', minimum: '20' };
  await made('POST', '/loyalty/coupons', { name: 'First come', code: 'FIRST30', totalLimit: 30, terms });
  customers = [];
  for (let n = 0; n < CUSTOMERS; n += 1) {
    const { id } = await made('POST', '/customers', { name: `Customer ${n}` });
    customers.push(id as string);
  }
});
afterAll(() => product.stop());

async function made(method: string, path: string, body: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`${product.url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

interface Act {
  key: string;
  path: string;
  body: Record<string, unknown>;
  customerId: string;
}

interface Answer {
  status: number;
  text: string;
}

const tally = { tries: 0, cut: 0, away: 0 };

/** As a till does it: the same key, after ever longer waits, until the shop has given its word. */
async function insist({ key, path, body }: Act): Promise<Answer> {
  const until = Date.now() + PATIENCE;
  for (let wait = 50; Date.now() < until; wait = Math.min(2 * wait, 1_000)) {
    tally.tries += 1;
    const answer = await fetch(`${product.url}/api/v1${path}`, {
      method: 'POST',
      headers: { ...headers, 'idempotency-key': key },
      body: JSON.stringify(body),
    })
      .then(async (one) => ({ status: one.status, text: await one.text() }))
      .catch(() => null);
    if (answer === null) tally.cut += 1;
    else if (answer.status === 503 || answer.status === 429) tally.away += 1;
    else if (!answer.text.includes('IDEMPOTENCY_IN_FLIGHT')) return answer;
    await later(wait * (0.5 + Math.random()));
  }
  throw new Error(`No word for ${key} in ${PATIENCE / 1000} s.`);
}

/** What a client does next, by its count; what it got before is what it may take back. */
function next(client: number, n: number, earlier: readonly { act: Act; answer: Answer }[]): Act {
  const customerId = customers[(client * 7 + n) % CUSTOMERS] as string;
  const key = `client ${client} act ${n}`;
  const line = { sku: 'T', name: 'Tea', quantity: '1', unitPrice: String(20 + ((client + n) % 30)) };
  const sale = { customerId, basket: { lines: [line] } };
  const act = (path: string, body: Record<string, unknown>) => ({ key, path, body, customerId });
  const last = earlier.at(-1);
  const done = last && last.answer.status < 300 ? (JSON.parse(last.answer.text) as Record<string, unknown>) : null;
  if (n % 6 === 4 && last && done?.['entry']) {
    const { id } = done['entry'] as { id: string };
    return { ...act('/loyalty/reverse', { entryId: id }), customerId: last.act.customerId };
  }
  if (n % 6 === 1 && last && done?.['orderId']) {
    return { ...act(`/counter/sales/${done['orderId']}/refund`, { reason: 'x' }), customerId: last.act.customerId };
  }
  if (n % 6 === 0) return act('/counter/sales', n === 0 ? { ...sale, codes: ['FIRST30'] } : sale);
  if (n % 6 === 2) return act('/counter/sales', { ...sale, points: 40 });
  if (n % 6 === 3) return act('/loyalty/redeem', { customerId, points: 30 + (client % 50) });
  return act('/loyalty/earn', { customerId, points: 25 + (n % 20) });
}

describe('a shop whose server and PostgreSQL are killed again and again', () => {
  test('gives each of fifty tills one final word, and no point is lost or made', async () => {
    const done: { act: Act; answer: Answer }[] = [];
    const day = { open: true };
    const client = async (number: number) => {
      const mine: typeof done = [];
      for (let n = 0; day.open; n += 1) {
        const act = next(number, n, mine);
        mine.push({ act, answer: await insist(act) });
        done.push(mine.at(-1) as (typeof done)[number]);
      }
    };
    const began = Date.now();
    const clients = Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
    const killed = { server: 0, postgres: 0, both: 0 };
    const storm = async () => {
      for (let kill = 1; kill <= KILLS; kill += 1) {
        while (done.length < kill * ACTS_BETWEEN) await later(10);
        const what = (['server', 'postgres', 'both'] as const)[kill % 3] as keyof typeof killed;
        if (what !== 'server') process.kill(await postmaster(), 'SIGKILL');
        if (what !== 'postgres') {
          await product.crash();
          await product.startAgain();
        }
        killed[what] += 1;
      }
    };
    await Promise.race([storm(), clients]);
    day.open = false;
    await clients;
    const seconds = Math.round((Date.now() - began) / 1000);

    const strange = done.filter(({ answer }) => answer.status >= 500);
    expect(strange.map(({ act, answer }) => [act.path, answer.text])).toEqual([]);
    const taken = done.filter(({ answer }) => answer.status < 300);
    console.log(
      `${KILLS} kills (${JSON.stringify(killed)}) in ${seconds} s: ${done.length} acts, ${taken.length} of them taken, ` +
        `${tally.tries} tries, ${tally.cut} cut off, ${tally.away} told to wait`,
    );

    // Asked once more with its key, every act that was taken says what it said.
    for (const { act, answer } of taken) expect(await insist(act)).toEqual(answer);

    // The balances are what the answers add up to, and nothing else.
    const sums = new Map(customers.map((id) => [id, 0]));
    const add = (id: string, points: number) => sums.set(id, (sums.get(id) ?? 0) + points);
    const sold = new Map<string, number>();
    for (const { act, answer } of taken) {
      const said = JSON.parse(answer.text) as Record<string, unknown>;
      if (said['entry']) add(act.customerId, (said['entry'] as { points: number }).points);
      else if (act.path === '/counter/sales') {
        const change = ((said['earned'] as { points: number } | null)?.points ?? 0) - (said['points'] as number);
        sold.set(said['orderId'] as string, change);
        add(act.customerId, change);
      } else add(act.customerId, -(sold.get(said['orderId'] as string) ?? 0));
    }
    await settled();
    const kept = await query<{ id: string; balance: string }>(
      product.database as Connection,
      'select customer_id as id, balance from loyalty_accounts',
    );
    const byId = (a: string[], b: string[]) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1);
    expect(kept.map(({ id, balance }) => [id, balance]).sort(byId)).toEqual(
      [...sums].map(([id, sum]) => [id, String(sum)]).sort(byId),
    );
    const sales = taken.filter(({ act }) => act.path === '/counter/sales').length;
    expect(await sql('select count(*)::int as orders from orders')).toEqual([{ orders: sales }]);
    const [uses] = await sql('select count(*)::int as uses from loyalty_coupon_uses where returned_at is null');
    expect(uses?.['uses']).toBeLessThanOrEqual(30);
    expect(
      await sql('select count(*)::int as below from loyalty_lots where remaining < 0 or remaining > points'),
    ).toEqual([{ below: 0 }]);
    const { code, out } = await product.run('verify');
    console.log(out);
    expect([code, out]).toEqual([0, expect.not.stringMatching(/[1-9]\d* difference/)]);
  });
});

/** Its process, as soon as it answers: it may still be starting again. */
async function postmaster(): Promise<number> {
  for (;;) {
    const pid = await postmasterOf(product.database as Connection).catch(() => null);
    if (pid !== null) return pid;
    await later(100);
  }
}

/** The worker has delivered all that the sales said. */
async function settled(): Promise<void> {
  const client = new pg.Client(product.database);
  await client.connect();
  try {
    while ((await client.query('select 1 from outbox_deliveries limit 1')).rowCount !== 0) await later(100);
  } finally {
    await client.end();
  }
}
