import { openDatabase } from '../src/kernel/db/database.ts';
import type { Ctx } from '../src/kernel/context.ts';
import { asSystem, command, workspaceById } from '../src/kernel/enter.ts';
import { matchDue } from '../src/modules/customers/duplicates/scan.ts';
import { createCustomersInBulk, type NewCustomer } from '../src/modules/customers/index.ts';
import { timed, type Row } from './row.ts';
import type { Stage } from './stage.ts';

const AT_ONCE = 10_000;

/** A tenth as many new customers as there are, one in ten of them known already, beside a hash join of the same keys. */
export async function duplicates(stage: Stage): Promise<Row[]> {
  const database = openDatabase(stage.product.database, 2);
  const workspace = await workspaceById(database, stage.workspaceId);
  if (!workspace) throw new Error('No workspace.');
  const inShop = <T>(work: (ctx: Ctx) => Promise<T>) => command(database, asSystem(workspace), work);
  const matchAll = async () => {
    const began = performance.now();
    while ((await count(stage, 'customer_match_due')) > 0) await inShop((ctx) => matchDue(ctx));
    return performance.now() - began;
  };
  const everybody = await matchAll();
  const everybodyFloor = await joinOf(stage, 'true');
  const known = await count(stage, 'customers');
  const before = await count(stage, 'customer_duplicates');
  const made = await newcomers(stage);
  await stage.sql.query('create temporary table newcomers (id uuid primary key)');
  for (let from = 0; from < made.length; from += AT_ONCE) {
    const ids = await inShop((ctx) => createCustomersInBulk(ctx, made.slice(from, from + AT_ONCE)));
    await stage.sql.query('insert into newcomers select unnest($1::uuid[])', [ids]);
  }
  const ours = await matchAll();
  await stage.sql.query('analyze customer_match_keys; analyze newcomers');
  const floor = await joinOf(stage, 'n.customer_id in (select id from newcomers)');
  const found = (await count(stage, 'customer_duplicates')) - before;
  await stage.sql.query('drop table newcomers');
  await database.close();
  const more = `, ${found.toLocaleString('en')} pairs`;
  const [few, many] = [made.length.toLocaleString('en'), known.toLocaleString('en')];
  return [
    timed(`duplicates of ${few} new customers among ${many}`, ours, floor, '–', more),
    timed(`duplicates among all ${many}, for the first time`, everybody, everybodyFloor, '–'),
  ];
}

async function count(stage: Stage, table: string): Promise<number> {
  const { rows } = await stage.sql.query<{ count: string }>(
    `select count(*) as count from ${table} where workspace_id = $1`,
    [stage.workspaceId],
  );
  return Number(rows[0]?.count);
}

async function newcomers(stage: Stage): Promise<NewCustomer[]> {
  const wanted = Math.round(stage.customers / 10);
  const { rows } = await stage.sql.query<{ name: string; phone: string }>(
    'select name, phone from customers where workspace_id = $1 and phone is not null order by id limit $2',
    [stage.workspaceId, wanted],
  );
  return rows.map(({ name, phone }, n) => ({
    name,
    phone: n % 10 === 0 ? phone : `+86177${String(n + 5_000).padStart(8, '0')}`,
    source: 'bench',
  }));
}

/** Milliseconds of finding who shares a key with whom, by a hash join. */
async function joinOf(stage: Stage, which: string): Promise<number> {
  await stage.sql.query("set enable_nestloop = off; set enable_mergejoin = off; set work_mem = '512MB'");
  const began = performance.now();
  await stage.sql.query(
    `select count(*) from customer_match_keys n
     join customer_match_keys k on k.workspace_id = n.workspace_id and k.hash = n.hash and k.customer_id <> n.customer_id
     where n.workspace_id = $1 and ${which}`,
    [stage.workspaceId],
  );
  const took = performance.now() - began;
  await stage.sql.query('reset enable_nestloop; reset enable_mergejoin; reset work_mem');
  return took;
}
