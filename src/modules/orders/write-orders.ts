import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';
import { baseAmount } from './base-amount.ts';
import { ensureProducts } from './products.ts';

/** An order ready to be written: amounts in minor units, the customer known or nobody. */
export interface ReadyOrder {
  customerId: string | null;
  source: string;
  externalId: string;
  placedAt: Date;
  /** The shop's day of `placedAt`. */
  day: string;
  currency: string;
  totalMinor: bigint;
  state: 'placed' | 'cancelled';
  store?: string | null | undefined;
  staff?: string | null | undefined;
  channel?: string | null | undefined;
  note?: string | null | undefined;
  /** The day it is promised for; null or absent: handed over as it is placed. */
  promisedOn?: string | null | undefined;
  handedOverAt?: Date | null | undefined;
  /** The shop's day of `handedOverAt`. */
  handedOverOn?: string | null | undefined;
  lines: readonly ReadyLine[];
}

export interface ReadyLine {
  sku: string | null;
  name: string;
  category: string | null;
  quantity: string;
  unitPriceMinor: bigint;
  discountMinor: bigint;
  totalMinor: bigint;
}

/**
 * Writes orders with their lines, up to some 10,000 a call; one whose number its source has already is left out. Answers
 * the id of each, null for those left out. Purchase days and statistics are the caller's next step.
 */
export async function writeOrders(
  ctx: Ctx,
  orders: readonly ReadyOrder[],
  changeSetId: string | null,
): Promise<(string | null)[]> {
  const rows = orders.map((order) => ({ ...order, id: newId() }));
  const written = await insertOrders(ctx, rows, changeSetId);
  await insertLines(
    ctx,
    rows.filter(({ id }) => written.has(id)),
    changeSetId,
  );
  return rows.map(({ id }) => (written.has(id) ? id : null));
}

type Row = ReadyOrder & { id: string };

async function insertOrders(ctx: Ctx, rows: readonly Row[], changeSetId: string | null): Promise<Set<string>> {
  const all = <Value>(pick: (row: Row) => Value) => rows.map(pick);
  const { rows: written } = await sql<{ id: string }>`
    insert into orders (workspace_id, id, customer_id, source, external_id, placed_at, day, currency, total_minor,
      total_base_minor, state, store, staff, channel, note, promised_on, handed_over_at, handed_over_on, change_set_id,
      created_at)
    select ${ctx.workspace.id}, id, customer_id, source, external_id, placed_at, day, currency, total,
      ${baseAmount(ctx, 'total')}, state, store, staff, channel, note, promised, handed_at, handed_on, ${changeSetId}::uuid,
      ${ctx.now}
    from unnest(
      ${all((row) => row.id)}::uuid[], ${all((row) => row.customerId)}::uuid[], ${all((row) => row.source)}::text[],
      ${all((row) => row.externalId)}::text[], ${all((row) => row.placedAt)}::timestamptz[],
      ${all((row) => row.day)}::date[], ${all((row) => row.currency)}::text[], ${all((row) => row.totalMinor)}::int8[],
      ${all((row) => row.state)}::text[], ${all((row) => row.store || null)}::text[],
      ${all((row) => row.staff || null)}::text[], ${all((row) => row.channel || null)}::text[],
      ${all((row) => row.note || null)}::text[], ${all((row) => row.promisedOn ?? null)}::date[],
      ${all((row) => row.handedOverAt ?? null)}::timestamptz[], ${all((row) => row.handedOverOn ?? null)}::date[]
    ) as t (id, customer_id, source, external_id, placed_at, day, currency, total, state, store, staff, channel, note,
      promised, handed_at, handed_on)
    on conflict (workspace_id, source, external_id) do nothing
    returning id`.execute(ctx.db);
  return new Set(written.map(({ id }) => id));
}

async function insertLines(ctx: Ctx, orders: readonly Row[], changeSetId: string | null): Promise<void> {
  const rows = orders.flatMap((order) => order.lines.map((line, n) => ({ ...line, order, no: n + 1 })));
  if (rows.length === 0) return;
  const products = await ensureProducts(ctx, rows, changeSetId);
  const all = <Value>(pick: (row: (typeof rows)[number]) => Value) => rows.map(pick);
  await sql`
    insert into order_lines (workspace_id, order_id, line_no, product_id, sku, name, category, quantity,
      unit_price_minor, discount_minor, total_minor)
    select ${ctx.workspace.id}, * from unnest(
      ${all((row) => row.order.id)}::uuid[], ${all((row) => row.no)}::int[],
      ${all((row) => (row.sku ? products.get(row.sku) : null) ?? null)}::uuid[], ${all((row) => row.sku)}::text[],
      ${all((row) => row.name)}::text[], ${all((row) => row.category)}::text[],
      ${all((row) => row.quantity)}::numeric[], ${all((row) => row.unitPriceMinor)}::int8[],
      ${all((row) => row.discountMinor)}::int8[], ${all((row) => row.totalMinor)}::int8[])`.execute(ctx.db);
}
