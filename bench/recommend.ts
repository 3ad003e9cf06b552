import { existsSync } from 'node:fs';
import { openDatabase } from '../src/kernel/db/database.ts';
import { asSystem, command, query, workspaceById } from '../src/kernel/enter.ts';
import {
  chooseWeights,
  neighboursIn,
  recallWith,
  type HeldBack,
  type Shelf,
  type Weights,
} from '../src/maths/recommend.ts';
import { countShelf, recommendFor } from '../src/modules/retention/index.ts';
import { baskets, sources, type Basket } from './baskets.ts';
import { sample } from './look-up.ts';
import { timed, type Row } from './row.ts';
import type { Stage } from './stage.ts';

const SHOWN = 10;

/**
 * How much of the last basket stands among the first ten, on real baskets: beside what the customer bought most with
 * popularity behind it, and beside popularity alone.
 */
export async function foretold(): Promise<Row[]> {
  return sources
    .filter(({ file }) => {
      const there = existsSync(file);
      if (!there) console.log(`${file} is not there; its baskets are left out.`);
      return there;
    })
    .flatMap((source) => recallOf(source.name, baskets(source)));
}

type Case = HeldBack<string>;

/** Weights are chosen on the second and third last baskets, and tried on the last. */
function recallOf(name: string, customers: Basket[][]): Row[] {
  const folds = [1, 2, 3].map((back) => held(customers, back));
  const [last, ...before] = folds.map(({ cases }, n) => (n === 0 ? cases : spread(cases, 500)));
  const shelves = new Map(folds.flatMap(({ shelf, cases }) => cases.map((one): [Case, Shelf<string>] => [one, shelf])));
  const shelf = (one: Case) => shelves.get(one) ?? NOTHING;
  const { weights } = chooseWeights(before.flat(), shelf, SHOWN);
  const recall = (tried: Weights) => recallWith(last ?? [], shelf, tried, SHOWN) ?? 0;
  const ours = recall(weights);
  const told = `${name}, ${(last ?? []).length} last baskets: recall@10`;
  const row = (floor: string, than: number): Row => ({
    what: `${told} against ${floor}`,
    ours: ours.toFixed(4),
    floor: than.toFixed(4),
    ratio: `${(ours / than).toFixed(2)}×`,
    aim: '> 1×',
  });
  return [
    row('own frequency + popularity', recall({ ...weights, decay: 1, popular: 0.001, alike: 0 })),
    row('popularity alone', recall({ ...weights, decay: 0, popular: 1e6, alike: 0 })),
  ];
}

const NOTHING: Shelf<string> = { neighbours: () => [], popular: [] };

/** Customers whose `back`th last basket is held back, and the shelf as it was without it and what came later. */
function held(customers: Basket[][], back: number): { cases: Case[]; shelf: Shelf<string> } {
  const parts = customers.map((days) => (days.length >= 3 ? days.slice(back) : days));
  const cases = customers.flatMap((days, n) => {
    const rest = parts[n] ?? [];
    const bought = days[back - 1]?.goods;
    return days.length >= 3 && rest.length > 0 && bought ? [{ baskets: rest.map(({ goods }) => goods), bought }] : [];
  });
  const all = parts.flat();
  const newest = all.reduce((day, { on }) => (on > day ? on : day), '');
  const lately = new Date(Date.parse(newest) - 90 * 86_400_000).toISOString().slice(0, 10);
  const counts = new Map<string, number>();
  for (const { on, goods } of all) {
    if (on > lately) for (const one of goods) counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  const most = [...counts].toSorted((a, b) => b[1] - a[1]).slice(0, 50);
  const popular = most.map(([goods, count]) => ({ goods, share: count / (most[0]?.[1] ?? 1) }));
  const bought = parts.map((days) => [...new Set(days.flatMap(({ goods }) => goods))].slice(0, 100));
  const neighbours = neighboursIn(bought, { atLeast: 3 });
  return { cases, shelf: { neighbours: (goods) => neighbours.get(goods) ?? [], popular } };
}

function spread<T>(list: readonly T[], most: number): T[] {
  const step = Math.max(1, Math.ceil(list.length / most));
  return list.filter((_, n) => n % step === 0);
}

/** What counting the goods and making a customer's list cost in the filled shop. */
export async function lists(stage: Stage): Promise<Row[]> {
  const database = openDatabase(stage.product.database, 2);
  const workspace = await workspaceById(database, stage.workspaceId);
  if (!workspace) throw new Error('No workspace.');
  const floorBegan = performance.now();
  await stage.sql.query(
    `select l.product_id, count(*), count(distinct o.customer_id) from orders o
    join order_lines l on l.workspace_id = o.workspace_id and l.order_id = o.id
    where o.workspace_id = $1 group by 1`,
    [stage.workspaceId],
  );
  const floor = performance.now() - floorBegan;
  const began = performance.now();
  await command(database, asSystem(workspace), countShelf);
  const counted = performance.now() - began;
  const ids = (await sample(stage, 'id')).slice(0, 200);
  const times: number[] = [];
  const plain: number[] = [];
  for (const id of ids) {
    plain.push(
      await took(() =>
        stage.sql.query('select * from customers where workspace_id = $1 and id = $2', [stage.workspaceId, id]),
      ),
    );
    times.push(await took(() => query(database, asSystem(workspace), (ctx) => recommendFor(ctx, { id, limit: 8 }))));
  }
  await database.close();
  const p95 = (list: number[]) => list.toSorted((a, b) => a - b)[Math.floor(0.95 * list.length)] ?? 0;
  return [
    timed('goods and neighbours of the whole shop', counted, floor, 'nightly'),
    timed("a customer's list, p95", p95(times), p95(plain), '≤ 10 ms'),
  ];
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
