import pg from 'pg';
import { openDatabase } from '../src/kernel/db/database.ts';
import { asSystem, command, workspaceById } from '../src/kernel/enter.ts';
import { newId } from '../src/kernel/ids.ts';
import { earnPoints, redeemPoints } from '../src/modules/loyalty/ledger/points.ts';
import { programmeRules } from '../src/modules/loyalty/programme/contract.ts';
import { publishDraft, writeDraft } from '../src/modules/loyalty/programme/programme.ts';
import { load, type Load } from './load.ts';
import { sample } from './look-up.ts';
import { duration, rated, type Row } from './row.ts';
import type { Stage } from './stage.ts';

const CLIENTS = 8;
const SECONDS = 5;
const ROUNDS = 3;

/** The counter's look-up over HTTP, and points posted by eight at once; of three rounds the one with the middle ratio. */
export async function points(stage: Stage): Promise<Row[]> {
  await publishProgramme(stage);
  const ids = await sample(stage, 'id');
  return [...(await posting(stage, ids)), await lookUpAtCounter(stage)];
}

async function publishProgramme(stage: Stage): Promise<void> {
  const rules = programmeRules.parse({
    name: 'Bench',
    earn: { points: 1, per: '1' },
    redeem: { points: 100, worth: '1' },
    tiers: { by: 'spend', window: 'calendar', levels: [{ key: 'member', name: 'Member', from: '0' }] },
    limits: { alone: 100_000, colleaguePerDay: null },
  });
  await inShop(stage, 1, async (act) => {
    await act(async (ctx) => {
      const { version } = await writeDraft(ctx, { rules });
      await publishDraft(ctx, { version });
    });
  });
}

/** Four of five give points, the fifth takes some, as at a till; the floor locks a balance, inserts an entry, updates. */
async function posting(stage: Stage, ids: readonly string[]): Promise<Row[]> {
  await stage.sql.query(`
    create table bench_balances (workspace_id uuid, customer_id uuid, balance bigint, primary key (workspace_id, customer_id));
    create table bench_entries (workspace_id uuid, id uuid, customer_id uuid, points bigint, balance_after bigint,
      at timestamptz, by_name text, primary key (workspace_id, id));
    create index on bench_entries (workspace_id, customer_id, at);
    insert into bench_balances select workspace_id, id, 0 from customers`);
  const deadlocks = () => deadlocksOf(stage);
  const before = await deadlocks();
  const rounds: { ours: number; floor: number }[] = [];
  await inShop(stage, CLIENTS, async (act) => {
    const post = (customerId: string, points: number) =>
      act((ctx) =>
        points > 0
          ? earnPoints(ctx, { customerId, points, quantity: 1 })
          : redeemPoints(ctx, { customerId, points: -points }),
      );
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push({ floor: await floorRate(stage, ids), ours: await rate(ids, post) });
    }
  });
  const middle = rounds.sort((a, b) => a.ours / a.floor - b.ours / b.floor)[1];
  if (!middle) throw new Error('No round.');
  const more = ` (${(await deadlocks()) - before} deadlocks)`;
  await stage.sql.query('drop table bench_balances, bench_entries');
  return [rated('points posted, 8 clients', middle.ours, middle.floor, '≥ 60 %, 0 deadlocks', more)];
}

async function floorRate({ product, workspaceId }: Stage, ids: readonly string[]): Promise<number> {
  const pool = new pg.Pool({ ...product.database, max: CLIENTS });
  const found = await rate(ids, async (customerId, points) => {
    const client = await pool.connect();
    const ask = (name: string, text: string, values: unknown[] = []) => client.query({ name, text, values });
    try {
      await ask('begin', 'begin');
      const of = [workspaceId, customerId];
      const locked = 'select balance from bench_balances where workspace_id = $1 and customer_id = $2 for update';
      const { rows } = await ask('lock', locked, of);
      const balance = Number((rows[0] as { balance: string }).balance) + points;
      const entry = [workspaceId, newId(), customerId, points, balance, 'bench'];
      await ask('entry', 'insert into bench_entries values ($1, $2, $3, $4, $5, now(), $6)', entry);
      const update = 'update bench_balances set balance = $3 where workspace_id = $1 and customer_id = $2';
      await ask('update', update, [...of, balance]);
      await ask('commit', 'commit');
    } finally {
      client.release();
    }
  });
  await pool.end();
  return found;
}

/** Postings a second by `CLIENTS` at once, each giving one customer 40 points in four parts and then taking 10. */
async function rate(
  ids: readonly string[],
  post: (customerId: string, points: number) => Promise<unknown>,
): Promise<number> {
  let done = 0;
  const run = async (until: number) => {
    done = 0;
    const client = async (from: number) => {
      for (let n = from * 61; performance.now() < until; n += 1) {
        await post(ids[Math.floor(n / 5) % ids.length] as string, n % 5 === 4 ? -10 : 10);
        done += 1;
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, (_, from) => client(from * 5)));
  };
  await run(performance.now() + (SECONDS * 1000) / 2);
  const began = performance.now();
  await run(began + SECONDS * 1000);
  return (done * 1000) / (performance.now() - began);
}

async function lookUpAtCounter(stage: Stage): Promise<Row> {
  const phones = await sample(stage, 'phone');
  const options = { connections: 16, seconds: SECONDS };
  const rounds: { floor: Load; ours: Load }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const at = (base: string) => phones.map((phone) => `${base}${encodeURIComponent(phone)}`);
    const floor = await load(stage.floor, at('/phone?value='), options);
    const asked = { ...options, headers: stage.headers };
    const ours = await load(stage.product.url, at('/api/v1/counter/lookup?code='), asked);
    if (ours.failed > 0) throw new Error(`${ours.failed} look-ups failed.`);
    rounds.push({ floor, ours });
  }
  const ratio = ({ floor, ours }: { floor: Load; ours: Load }) => ours.perSecond / floor.perSecond;
  const middle = rounds.sort((a, b) => ratio(a) - ratio(b))[1];
  if (!middle) throw new Error('No round.');
  const more = ` (p99 ${duration(middle.ours.p99)})`;
  return rated(
    'counter look-up, 16 connections',
    middle.ours.perSecond,
    middle.floor.perSecond,
    '≥ 50 %, p99 < 50 ms',
    more,
  );
}

type Act = <T>(work: Parameters<typeof command<T>>[2]) => Promise<T>;

/** As the product does it: a transaction behind the wall for each act, with `most` connections. */
async function inShop(stage: Stage, most: number, work: (act: Act) => Promise<void>): Promise<void> {
  const database = openDatabase(stage.product.database, most);
  try {
    const workspace = await workspaceById(database, stage.workspaceId);
    if (!workspace) throw new Error('No workspace.');
    await work((verb) => command(database, asSystem(workspace), verb));
  } finally {
    await database.close();
  }
}

async function deadlocksOf({ sql }: Stage): Promise<number> {
  const { rows } = await sql.query<{ deadlocks: string }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  );
  return Number(rows[0]?.deadlocks ?? 0);
}
