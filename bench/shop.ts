import pg from 'pg';
import { addDays, dayIn } from '../src/maths/calendar.ts';
import type { Ctx } from '../src/kernel/context.ts';
import { openDatabase } from '../src/kernel/db/database.ts';
import { asSystem, command, workspaceById } from '../src/kernel/enter.ts';
import { keepSecrets, secretsFrom } from '../src/kernel/secrets.ts';
import { draws } from '../kits/retail/draws.ts';
import words from '../kits/retail/words.json' with { type: 'json' };
import { createCustomersInBulk, createField, reviewStages, type NewCustomer } from '../src/modules/customers/index.ts';
import { createProduct } from '../src/modules/orders/products.ts';
import { refreshPurchases, writeOrders, type ReadyOrder } from '../src/modules/orders/index.ts';
import '../src/modules/orders/module.ts';

const surnames = [...words.surnames];
const givenNames = [...words.female, ...words.male].flatMap((first) => [first, first + '明', first + '华']);
/** Two fields of the shop's own, of which everybody has a value. */
const TEAS = ['rock', 'white', 'red', 'green', 'yellow', 'dark', 'jasmine', 'oolong'];
const ARTICLES = 500;
const AT_ONCE = 10_000;
/** Ten orders a customer, one line each: 1,000,000 customers have 10,000,000 lines. */
const ORDERS_EACH = 10;
/** So many customers get purchases of their own; those after them repeat these, or a million would fill for hours. */
const DRAWN = 100_000;

/**
 * Fills a workspace by the doors that an import uses, so that every row is what the product itself would write: two
 * portions at a time, and the indexes that nobody reads meanwhile are built at the end. Beyond `DRAWN` customers the
 * purchases are copies, row by row, of what the product wrote for the first.
 */
export async function fillShop(settings: pg.PoolConfig, workspaceId: string, customers: number): Promise<void> {
  // The log of what is made here is sealed with a key of its own: nobody reads it.
  keepSecrets(secretsFrom('the key of a bench, which seals nothing that is kept'));
  const database = openDatabase(settings, 4);
  const workspace = await workspaceById(database, workspaceId);
  if (!workspace) throw new Error('No workspace.');
  const buildIndexes = await dropIndexes(settings);
  const today = dayIn(workspace.zone, new Date());
  const draw = draws(7);
  const teas = await command(database, asSystem(workspace), makeFields);
  await command(database, asSystem(workspace), stockShelves);
  let from = 0;
  const fill = async () => {
    while (from < customers) {
      const first = from;
      from = Math.min(customers, first + AT_ONCE);
      const people = Array.from({ length: from - first }, (_, n) => person(draw, teas, first + n));
      const orders = first < DRAWN ? people.map((_, n) => ordersOf(draw, first + n, today)) : [];
      await command(database, asSystem(workspace), (ctx) => write(ctx, people, orders));
    }
  };
  await Promise.all([fill(), fill()]);
  await database.close();
  for (let copy = 1; copy * DRAWN < customers; copy += 1) await copyPurchases(settings, workspaceId, copy);
  await buildIndexes();
}

/** Answers the kinds of tea that can be chosen. */
async function makeFields(ctx: Ctx): Promise<string[]> {
  await createField(ctx, { name: 'Visits', key: 'visits', type: 'number' });
  const tea = { name: 'Tea', key: 'tea', type: 'choice', options: TEAS.map((name) => ({ name })) } as const;
  return (await createField(ctx, { ...tea, options: [...tea.options] })).options.map(({ key }) => key);
}

/**
 * Before anybody buys: of two portions that both bring the same new articles, the second waits until all of the first is
 * written, and on a busy machine that is longer than a statement may take.
 */
async function stockShelves(ctx: Ctx): Promise<void> {
  for (let n = 0; n < ARTICLES; n += 1) await createProduct(ctx, { sku: `P${n}`, name: 'tea' });
}

async function write(ctx: Ctx, people: NewCustomer[], ordersOfEach: Omit<ReadyOrder, 'customerId'>[][]): Promise<void> {
  const ids = await createCustomersInBulk(ctx, people);
  const orders = ids.flatMap((customerId, n) => (ordersOfEach[n] ?? []).map((order) => ({ ...order, customerId })));
  for (let at = 0; at < orders.length; at += AT_ONCE) await writeOrders(ctx, orders.slice(at, at + AT_ONCE), null);
  await refreshPurchases(
    ctx,
    orders.map(({ customerId, day }) => ({ customerId, day })),
  );
  await reviewStages(ctx, ids);
}

/** The purchases of the first `DRAWN` customers once more, for the `copy`th so many. */
async function copyPurchases(settings: pg.PoolConfig, workspaceId: string, copy: number): Promise<void> {
  const owner = new pg.Client(settings);
  await owner.connect();
  const id = (column: string) =>
    `(left(${column}::text, 34) || lpad(to_hex(('x' || right(${column}::text, 2))::bit(8)::int # ${copy}), 2, '0'))::uuid`;
  const of = (table: string) => `from ${table} t join bench_twins w on w.customer_id = t.customer_id
    where t.workspace_id = '${workspaceId}'`;
  await owner.query(`
    -- Every row that is copied stands on one that was checked.
    set session_replication_role = replica;
    create temp table bench_twins as
    select a.id as customer_id, b.id as twin_id
    from customers a join customers b on b.workspace_id = a.workspace_id
      and b.external_id = 'B' || (substr(a.external_id, 2)::int + ${copy * DRAWN})
    where a.workspace_id = '${workspaceId}' and substr(a.external_id, 2)::int < ${DRAWN};
    create unique index on bench_twins (customer_id);
    analyze bench_twins;
    insert into orders (workspace_id, id, customer_id, source, external_id, placed_at, day, currency, total_minor, total_base_minor)
    select t.workspace_id, ${id('t.id')}, w.twin_id, t.source, t.external_id || '.${copy}', t.placed_at, t.day, t.currency,
      t.total_minor, t.total_base_minor
    ${of('orders')};
    insert into order_lines (workspace_id, order_id, line_no, product_id, sku, name, quantity, unit_price_minor, total_minor)
    select l.workspace_id, ${id('l.order_id')}, l.line_no, l.product_id, l.sku, l.name, l.quantity, l.unit_price_minor, l.total_minor
    from order_lines l join orders t on t.workspace_id = l.workspace_id and t.id = l.order_id
      join bench_twins w on w.customer_id = t.customer_id where t.workspace_id = '${workspaceId}';
    insert into purchase_days (workspace_id, customer_id, day, orders, amount_minor)
    select t.workspace_id, w.twin_id, t.day, t.orders, t.amount_minor ${of('purchase_days')};
    delete from customer_statistics t using bench_twins w
    where t.workspace_id = '${workspaceId}' and t.customer_id = w.twin_id;
    insert into customer_statistics
    select t.workspace_id, w.twin_id, t.orders, t.purchase_days, t.first_on, t.last_on, t.spent_minor, t.largest_minor,
      t.gaps, t.gaps_ln, t.gaps_ln_squared, t.amounts_ln, t.amounts_ln_squared
    ${of('customer_statistics')};
    update customers c set stage = a.stage, stage_since = a.stage_since
    from bench_twins w join customers a on a.workspace_id = '${workspaceId}' and a.id = w.customer_id
    where c.workspace_id = a.workspace_id and c.id = w.twin_id and c.stage <> a.stage`);
  await owner.end();
}

/** Answers what builds them again. */
async function dropIndexes(settings: pg.PoolConfig): Promise<() => Promise<void>> {
  const owner = new pg.Client(settings);
  await owner.connect();
  const { rows } = await owner.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
     where not indisunique and indexrelid <> 'orders_by_customer'::regclass
       and indrelid = any (array['customers', 'customer_search', 'orders', 'purchase_days', 'customer_statistics', 'customer_field_values']::regclass[])`,
  );
  for (const { name } of rows) await owner.query(`drop index ${name}`);
  return async () => {
    await owner.query(`set maintenance_work_mem = '512MB'`);
    for (const { definition } of rows) await owner.query(definition);
    await owner.end();
  };
}

function person(draw: ReturnType<typeof draws>, teas: readonly string[], n: number): NewCustomer {
  const name = draw.pick(surnames) + draw.pick(givenNames);
  const custom = { tea: draw.pick(teas), visits: draw.below(100) };
  return { name, custom, phone: `1${30 + (n % 60)}${String(10_000_000 + n).padStart(8, '0')}`, externalId: `B${n}` };
}

function ordersOf(draw: ReturnType<typeof draws>, n: number, today: string): Omit<ReadyOrder, 'customerId'>[] {
  const gap = 7 + draw.below(60);
  return Array.from({ length: ORDERS_EACH }, (_, order): Omit<ReadyOrder, 'customerId'> => {
    const day = addDays(today, -1 - draw.below(gap) - gap * order);
    const price = BigInt(2_000 + draw.below(30_000));
    const line = {
      sku: `P${draw.below(ARTICLES)}`,
      name: 'tea',
      category: null,
      quantity: '1',
      unitPriceMinor: price,
      discountMinor: 0n,
      totalMinor: price,
    };
    return {
      source: 'bench',
      externalId: `${n}.${order}`,
      placedAt: new Date(`${day}T04:00:00Z`),
      day,
      currency: 'CNY',
      totalMinor: price,
      state: 'placed',
      lines: [line],
    };
  });
}

/** The till's export for the import benchmark: one row per order, four of five from people already known. */
export function* orderFile(rows: number): Generator<string> {
  const draw = draws(11);
  let lines = ['订单号,日期,客户编号,姓名,手机,商品编号,商品名称,数量,单价'];
  for (let n = 0; n < rows; n += 1) {
    const known = n % 5 !== 0;
    const number = known ? `B${draw.below(rows)}` : `N${n}`;
    const name = draw.pick(surnames) + draw.pick(givenNames);
    const phone = known ? '' : `1${String(9_000_000_000 + n)}`;
    const day = `2025-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`;
    lines.push(
      `T${n},${day} 10:00:00,${number},${name},${phone},P${draw.below(ARTICLES)},tea,1,${20 + draw.below(300)}.50`,
    );
    if (lines.length === 10_000) {
      yield `${lines.join('\n')}\n`;
      lines = [];
    }
  }
  yield `${lines.join('\n')}\n`;
}
