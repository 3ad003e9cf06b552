import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { emit } from '../../kernel/outbox.ts';
import type { ImportKind, ImportRun, RowProblem, RowResult } from '../transfer/index.ts';
import { appendLines } from './append-lines.ts';
import { BY_HAND, ordersImported } from './contract.ts';
import { buyersOf, type Buyer } from './import-customers.ts';
import { ORDER_COLUMNS, ORDER_SOURCE, readOrderRow, type OrderFileRow, type ReadRow } from './import-rows.ts';
import { writeImportedRefunds } from './import-refunds.ts';
import { MAX_ORDER_MINOR } from './rules/line-amounts.ts';
import { shownNumber } from './rules/shown-number.ts';
import { beginImportedCourses } from './running/imported.ts';
import { refreshPurchasesOf } from './statistics.ts';
import { writeOrders, type ReadyOrder } from './write-orders.ts';

/** Orders from a file: one row per order, or one per line. An order with a faulty row waits as a whole for its mending. */
export const ordersFromFile: ImportKind<typeof ORDER_COLUMNS> = {
  kind: 'orders',
  columns: ORDER_COLUMNS,
  needs: [['placedAt'], ['lineTotal', 'orderTotal', 'unitPrice']],
  groupBy: 'orderId',
  apply: (ctx, run, rows) => work(ctx, run, rows, true),
  rehearse: (ctx, run, rows) => work(ctx, run, rows, false),
  finish,
};

async function work(ctx: Ctx, run: ImportRun, rows: OrderFileRow[], write: boolean): Promise<RowResult[]> {
  const results: RowResult[] = Array.from({ length: rows.length });
  const groups = await groupsOf(ctx, run, rows, results);
  const known = await knownOrders(ctx, run, [...groups.keys()]);
  const fresh: FileOrder[] = [];
  const grown: (FileOrder & { id: string })[] = [];
  for (const [number, order] of groups) {
    const before = known.get(number);
    if (!before) fresh.push(order);
    else if (before.ours) grown.push({ ...order, id: before.id });
    for (const at of order.places) results[at] = before && !before.ours ? 'skipped' : 'created';
  }
  // Everybody named becomes a customer, also where one number stands for orders of several; the first row's is the buyer.
  const told = [...fresh, ...grown].flatMap((order) => order.lines);
  const everybody = await buyersOf(ctx, run, told, write);
  const byRow = new Map(told.map((row, n) => [row, everybody[n] as Buyer]));
  const ready: ImportedOrder[] = [];
  for (const order of fresh) {
    const buyer = byRow.get(order.first) as Buyer;
    const outcome = 'problem' in buyer ? buyer : possibleOrder(order, buyer.customerId);
    if ('problem' in outcome) for (const at of order.places) results[at] = outcome.problem;
    else ready.push(outcome);
  }
  if (!write) return results;
  const ids = await writeOrders(ctx, ready, run.changeSetId);
  await writeImportedRefunds(
    ctx,
    run,
    ready.map((order, n) => ({ id: ids[n] ?? null, refunded: order.refunded })),
  );
  await appendLines(
    ctx,
    grown.map(({ id, lines }) => ({ id, lines })),
  );
  return results;
}

type ImportedOrder = ReadyOrder & { refunded: bigint };

interface FileOrder {
  first: ReadRow;
  lines: ReadRow[];
  /** Places of its rows in the batch. */
  places: number[];
}

async function groupsOf(ctx: Ctx, run: ImportRun, rows: OrderFileRow[], results: RowResult[]) {
  const groups = new Map<string, FileOrder>();
  const faulty = new Set<string>();
  rows.forEach((row, at) => {
    const read = readOrderRow(ctx, run, row);
    if ('code' in read) {
      results[at] = read;
      if (row.values.orderId) faulty.add(row.values.orderId.slice(0, 120));
      return;
    }
    const group = groups.get(read.number);
    if (group) {
      group.lines.push(read);
      group.places.push(at);
    } else groups.set(read.number, { first: read, lines: [read], places: [at] });
  });
  const heldBack: RowProblem = { code: 'ORDER_HELD_BACK' };
  for (const number of faulty) {
    for (const at of groups.get(number)?.places ?? []) results[at] = heldBack;
    groups.delete(number);
  }
  return groups;
}

/**
 * Orders there are already; `ours`: this very import made them, so further rows belong to them. A number that was made
 * up for an order recorded by hand comes back in an export, and stands for that order.
 */
async function knownOrders(ctx: Ctx, run: ImportRun, numbers: string[]) {
  const made = numbers.filter((number) => shownNumber(number) === null);
  const { rows } = await sql<{ external_id: string; id: string; ours: boolean }>`
    select external_id, id, coalesce(change_set_id::text = ${run.changeSetId}, false) as ours from orders
    where workspace_id = ${ctx.workspace.id} and source = ${ORDER_SOURCE} and external_id = any (${numbers}::text[])
    union all
    select external_id, id, false from orders
    where workspace_id = ${ctx.workspace.id} and source = ${BY_HAND} and external_id = any (${made}::text[])`.execute(
    ctx.db,
  );
  return new Map(rows.map(({ external_id: number, id, ours }) => [number, { id, ours }]));
}

function possibleOrder(order: FileOrder, customerId: string | null): ImportedOrder | { problem: RowProblem } {
  const ready = readyOrder(order, customerId);
  const possible = ready.totalMinor <= MAX_ORDER_MINOR && ready.totalMinor >= -MAX_ORDER_MINOR;
  return possible ? ready : { problem: { code: 'AMOUNT_TOO_LARGE', meaning: 'orderTotal' } };
}

function readyOrder({ first, lines }: FileOrder, customerId: string | null): ImportedOrder {
  const { values } = first;
  const stated = lines.find((row) => row.orderTotal !== null)?.orderTotal;
  return {
    customerId,
    source: ORDER_SOURCE,
    externalId: first.number,
    placedAt: first.placedAt,
    day: first.day,
    currency: first.currency,
    totalMinor: stated ?? lines.reduce((sum, row) => sum + (row.line?.totalMinor ?? 0n), 0n),
    state: lines.every((row) => row.cancelled) ? 'cancelled' : 'placed',
    store: values.store?.slice(0, 120),
    staff: values.staff?.slice(0, 120),
    channel: values.channel?.slice(0, 120),
    note: values.note?.slice(0, 2000),
    promisedOn: first.promisedOn,
    handedOverAt: first.handedOver?.at,
    handedOverOn: first.handedOver?.day,
    lines: lines.flatMap((row) => row.line ?? []),
    refunded: lines.reduce((sum, row) => sum + row.refunded, 0n),
  };
}

async function finish(ctx: Ctx, run: ImportRun): Promise<void> {
  await sql`set local statement_timeout = 0`.execute(ctx.db);
  await refreshPurchasesOf(ctx, run.changeSetId);
  await beginImportedCourses(ctx, run.changeSetId);
  await emit(ctx, ordersImported, { changeSetId: run.changeSetId });
}
