import { sql } from 'kysely';
import { formatDecimal, parseMoney } from '../../maths/money.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { Money } from '../../kernel/contract.ts';
import { refusals, refuse as refuseCommon } from '../../kernel/errors.ts';
import { isId, newId } from '../../kernel/ids.ts';
import { countOf, COUNT_LIMIT, decodeCursor, encodeCursor } from '../../kernel/paging.ts';
import { foundBy, namesOf } from './product-names.ts';
import { orderErrors, type ChangedProductInput, type NewProductInput, type ProductView } from './contract.ts';

const refuse = refusals(orderErrors);

export async function createProduct(ctx: Ctx, input: NewProductInput): Promise<ProductView> {
  const row = await ctx.db
    .insertInto('products')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      sku: input.sku,
      name: input.name,
      ...namesOf(input),
      ...factsOf(input),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) throw refuse('PRODUCT_SKU_TAKEN', { path: 'sku', sku: input.sku });
  return present(row);
}

export async function changeProduct(ctx: Ctx, input: ChangedProductInput): Promise<ProductView> {
  const { id, version, sku, name, ...facts } = input;
  const before = await ctx.db
    .selectFrom('products')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!before) throw refuse('PRODUCT_NOT_FOUND');
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== before.version) throw refuseCommon('STALE', { current: present(before) });
  const named = { name: name ?? before.name, sku: sku ?? before.sku };
  try {
    const after = await ctx.db
      .updateTable('products')
      .set({ ...named, ...namesOf(named), ...factsOf(facts), version: before.version + 1 })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    return present(after);
  } catch (error) {
    if ((error as { code?: string }).code === '23505') throw refuse('PRODUCT_SKU_TAKEN', { path: 'sku', sku });
    throw error;
  }
}

export async function listProducts(ctx: Ctx, { limit, cursor, q }: { limit: number; cursor?: string; q?: string }) {
  const after = placeByName(cursor);
  const matching = q?.trim() ? sql`and ${foundBy(q)}` : sql``;
  const { rows } = await sql<Row>`
    select * from products
    where workspace_id = ${ctx.workspace.id} ${matching}
      ${after ? sql`and (sort_name, id) > (${after.name}, ${after.id}::uuid)` : sql``}
    order by sort_name, id limit ${limit + 1}`.execute(ctx.db);
  const counted = await sql<{ count: number }>`
    select count(*)::int as count from (
      select 1 from products where workspace_id = ${ctx.workspace.id} ${matching} limit ${COUNT_LIMIT + 1}) counted`.execute(
    ctx.db,
  );
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(present),
    nextCursor: last && rows.length > limit ? encodeCursor([last.sort_name, last.id]) : null,
    count: countOf(counted.rows[0]?.count ?? 0),
  };
}

/** Ids of products that what was typed may mean, at most some hundred. */
export async function productsMatching(ctx: Ctx, typed: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from products where workspace_id = ${ctx.workspace.id} and ${foundBy(typed)}
    order by sort_name, id limit ${MATCHING}`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

const MATCHING = 500;

/** By id; ids of something else have no entry. */
export async function productNames(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from products
    where workspace_id = ${ctx.workspace.id} and id = any (${[...ids]}::uuid[])`.execute(ctx.db);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const MOST_PRODUCTS = 1_000;

/** The first thousand by name, for choices. */
export async function productsInUse(ctx: Ctx): Promise<{ id: string; name: string }[]> {
  return ctx.db
    .selectFrom('products')
    .select(['id', 'name'])
    .where('workspace_id', '=', ctx.workspace.id)
    .orderBy('name')
    .orderBy('id')
    .limit(MOST_PRODUCTS)
    .execute();
}

const MOST_CATEGORIES = 300;

/** Categories of the products, for suggestions. */
export async function categoriesInUse(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ category: string }>`
    select distinct category from products
    where workspace_id = ${ctx.workspace.id} and category is not null
    order by category limit ${MOST_CATEGORIES}`.execute(ctx.db);
  return rows.map(({ category }) => category);
}

function placeByName(cursor: string | undefined): { name: string; id: string } | null {
  const place = decodeCursor(cursor, 2);
  if (!place) return null;
  const [name, id] = place;
  if (typeof name !== 'string' || typeof id !== 'string' || !isId(id)) {
    throw refuseCommon('BAD_INPUT', { path: 'cursor', problem: '' });
  }
  return { name, id };
}

/** Ids by article number; those not known yet are added under the name that the line gives. */
export async function ensureProducts(
  ctx: Ctx,
  lines: readonly { sku: string | null; name: string; category: string | null }[],
  changeSetId: string | null,
): Promise<Map<string, string>> {
  const first = new Map<string, { name: string; category: string | null }>();
  for (const { sku, name, category } of lines) if (sku && !first.has(sku)) first.set(sku, { name, category });
  if (first.size === 0) return new Map();
  const skus = [...first.keys()].sort();
  const known = await idsOf(ctx, skus);
  const missing = skus.filter((sku) => !known.has(sku));
  if (missing.length === 0) return known;
  const named = missing.map((sku) => namesOf({ name: first.get(sku)?.name ?? sku, sku }));
  await sql`
    insert into products (workspace_id, id, sku, name, category, sort_name, found_by, change_set_id)
    select ${ctx.workspace.id}, id, sku, name, category, sort_name, found_by, ${changeSetId}::uuid
    from unnest(${missing.map(() => newId())}::uuid[], ${missing}::text[],
      ${missing.map((sku) => first.get(sku)?.name)}::text[], ${missing.map((sku) => first.get(sku)?.category)}::text[],
      ${named.map((one) => one.sort_name)}::text[], ${named.map((one) => one.found_by)}::text[]
    ) as t (id, sku, name, category, sort_name, found_by)
    on conflict do nothing`.execute(ctx.db);
  return idsOf(ctx, skus);
}

async function idsOf(ctx: Ctx, skus: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ sku: string; id: string }>`
    select sku, id from products
    where workspace_id = ${ctx.workspace.id} and sku = any (${[...skus]}::text[])`.execute(ctx.db);
  return new Map(rows.map(({ sku, id }) => [sku, id]));
}

interface Row {
  id: string;
  sku: string;
  name: string;
  sort_name: string;
  guarantee_months: number | null;
  service_months: number | null;
  category: string | null;
  unit_price_minor: bigint | null;
  currency: string | null;
  version: number;
}

function factsOf({
  category,
  unitPrice,
  guaranteeMonths,
  serviceMonths,
}: {
  category?: string | null | undefined;
  unitPrice?: Money | null | undefined;
  guaranteeMonths?: number | null | undefined;
  serviceMonths?: number | null | undefined;
}) {
  return {
    ...(category === undefined ? {} : { category: category || null }),
    ...(guaranteeMonths === undefined ? {} : { guarantee_months: guaranteeMonths }),
    ...(serviceMonths === undefined ? {} : { service_months: serviceMonths }),
    ...(unitPrice === undefined ? {} : priceOf(unitPrice)),
  };
}

function priceOf(price: Money | null) {
  if (!price) return { unit_price_minor: null, currency: null };
  const minor = parseMoney(price.amount, price.currency);
  if (!minor.ok) throw refuse('ORDER_AMOUNT_IMPOSSIBLE', { path: 'unitPrice', amount: price.amount });
  return { unit_price_minor: minor.value, currency: price.currency };
}

function present(row: Row): ProductView {
  const { id, sku, name, category, version, currency } = row;
  const price = row.unit_price_minor;
  const unitPrice = price === null || !currency ? null : { amount: formatDecimal(price, currency), currency };
  const months = { guaranteeMonths: row.guarantee_months, serviceMonths: row.service_months };
  return { id, sku, name, category, version, unitPrice, ...months };
}
