import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { countOf, COUNT_LIMIT, encodeCursor } from '../../../kernel/paging.ts';
import { placeInTime } from '../ledger/present.ts';
import { minorOf } from '../programme/programme.ts';
import {
  couponErrors,
  couponTerms,
  type CouponTerms,
  type CouponView,
  type GivenTerms,
  type NewCoupon,
} from './contract.ts';
import { worthInWords } from './worth-in-words.ts';

const refuse = refusals(couponErrors);

export async function listCoupons(ctx: Ctx, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const before = placeInTime(cursor);
  const rows = await couponRows(
    ctx,
    before ? sql`and (c.created_at, c.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``,
    limit + 1,
  );
  const { rows: counted } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from loyalty_coupons where workspace_id = ${ctx.workspace.id} limit ${COUNT_LIMIT + 1}) as counted`.execute(
    ctx.db,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => presentCoupon(ctx, row)),
    nextCursor: last && rows.length > limit ? encodeCursor([last.createdAt.toISOString(), last.id]) : null,
    count: countOf(counted[0]?.count ?? 0),
  };
}

export function createCoupon(ctx: Ctx, input: NewCoupon): Promise<CouponView> {
  return writeCoupon(ctx, input, null);
}

/** `changeSetId`: it came with the demo shop, and goes with its undo. */
export async function writeCoupon(ctx: Ctx, input: NewCoupon, changeSetId: string | null): Promise<CouponView> {
  refuseUnfit(ctx, input.terms);
  await refuseUnknownSegments(ctx, input.terms);
  const id = newId();
  const written = await ctx.db
    .insertInto('loyalty_coupons')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      name: input.name,
      terms: JSON.stringify(input.terms),
      code: input.code,
      from_day: input.fromDay,
      until_day: input.untilDay,
      total_limit: input.totalLimit,
      person_limit: input.personLimit,
      created_by_name: ctx.actor.name,
      created_at: ctx.now,
      change_set_id: changeSetId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!written) throw refuse('COUPON_CODE_TAKEN', { path: 'code', code: input.code ?? '' });
  await recordAudit(ctx, { action: 'loyalty_coupon.created', entity: 'loyalty_coupon', entityId: id });
  return couponNamed(ctx, id);
}

interface CouponChange {
  id: string;
  name?: string | undefined;
  terms?: CouponTerms | undefined;
  untilDay?: string | null | undefined;
  totalLimit?: number | null | undefined;
  personLimit?: number | null | undefined;
  version?: number | undefined;
}

export async function changeCoupon(ctx: Ctx, { id, version, terms, ...given }: CouponChange): Promise<CouponView> {
  const row = await lockCoupon(ctx, id);
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== row.version) {
    throw refuseCommon('STALE', { current: await couponNamed(ctx, id) });
  }
  if (terms) {
    refuseUnfit(ctx, terms);
    await refuseUnknownSegments(ctx, terms);
    if (await isOut(ctx, id)) throw refuse('COUPON_IN_USE', { path: 'terms' });
  }
  await ctx.db
    .updateTable('loyalty_coupons')
    .set({
      ...(given.name === undefined ? {} : { name: given.name }),
      ...(terms === undefined ? {} : { terms: JSON.stringify(terms) }),
      ...(given.untilDay === undefined ? {} : { until_day: given.untilDay }),
      ...(given.totalLimit === undefined ? {} : { total_limit: given.totalLimit }),
      ...(given.personLimit === undefined ? {} : { person_limit: given.personLimit }),
      version: row.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, { action: 'loyalty_coupon.changed', entity: 'loyalty_coupon', entityId: id });
  return couponNamed(ctx, id);
}

export async function endCoupon(ctx: Ctx, { id }: { id: string }): Promise<CouponView> {
  const row = await lockCoupon(ctx, id);
  if (row.ended_at === null) {
    await ctx.db
      .updateTable('loyalty_coupons')
      .set({ ended_at: ctx.now, version: row.version + 1 })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', id)
      .execute();
    await recordAudit(ctx, { action: 'loyalty_coupon.ended', entity: 'loyalty_coupon', entityId: id });
  }
  return couponNamed(ctx, id);
}

export async function segmentsForCoupons(ctx: Ctx): Promise<{ items: { id: string; name: string }[] }> {
  const items = await ctx.db
    .selectFrom('segments')
    .select(['id', 'name'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('removed_at', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute();
  return { items };
}

export async function couponNamed(ctx: Ctx, id: string): Promise<CouponView> {
  const [row] = await couponRows(ctx, sql`and c.id = ${id}`, 1);
  if (!row) throw refuse('COUPON_NOT_FOUND');
  return presentCoupon(ctx, row);
}

export async function lockCoupon(ctx: Ctx, id: string) {
  const row = await ctx.db
    .selectFrom('loyalty_coupons')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw refuse('COUPON_NOT_FOUND');
  return row;
}

interface CouponRow {
  id: string;
  name: string;
  terms: GivenTerms;
  code: string | null;
  fromDay: string | null;
  untilDay: string | null;
  totalLimit: number | null;
  personLimit: number | null;
  used: number;
  issued: number;
  discountMinor: bigint;
  ended: boolean;
  createdAt: Date;
  version: number;
}

async function couponRows(ctx: Ctx, where: ReturnType<typeof sql>, limit: number): Promise<CouponRow[]> {
  const { rows } = await sql<CouponRow>`
    select c.id, c.name, c.terms, c.code, c.from_day as "fromDay", c.until_day as "untilDay",
      c.total_limit as "totalLimit", c.person_limit as "personLimit", c.used, c.ended_at is not null as ended,
      c.created_at as "createdAt", c.version, (
        select count(*)::int from loyalty_vouchers v where v.workspace_id = c.workspace_id and v.coupon_id = c.id) as issued,
      coalesce((
        select sum(u.discount_minor) from loyalty_coupon_uses u
        where u.workspace_id = c.workspace_id and u.coupon_id = c.id and u.returned_at is null), 0)::int8 as "discountMinor"
    from loyalty_coupons c where c.workspace_id = ${ctx.workspace.id} ${where}
    order by c.created_at desc, c.id desc limit ${limit}`.execute(ctx.db);
  return rows;
}

function presentCoupon(ctx: Ctx, { terms, ended, createdAt: _at, discountMinor, ...row }: CouponRow): CouponView {
  const full = couponTerms.parse(terms);
  const over = ended || (row.untilDay !== null && row.untilDay < ctx.today);
  return {
    ...row,
    terms: full,
    worth: worthInWords(ctx, full),
    discount: inBase(ctx, discountMinor),
    state: over ? 'over' : row.fromDay !== null && row.fromDay > ctx.today ? 'coming' : 'running',
  };
}

/** Each kind needs its own facts, and amounts that the currency knows. */
function refuseUnfit(ctx: Ctx, terms: CouponTerms): void {
  const needed: Record<CouponTerms['kind'], (keyof CouponTerms)[]> = {
    amount: ['amount'],
    percent: ['percent'],
    product: ['sku'],
    shipping: [],
    'buy-get': ['buy', 'get'],
    service: ['service'],
  };
  for (const field of needed[terms.kind]) {
    if (!terms[field]) throw refuse('COUPON_TERMS_UNFIT', { path: `terms.${field}` });
  }
  for (const field of ['amount', 'minimum'] as const) {
    const value = terms[field];
    if (value !== null && minorOf(ctx, value) === null) throw refuse('COUPON_TERMS_UNFIT', { path: `terms.${field}` });
  }
  if (terms.kind === 'amount' && minorOf(ctx, terms.amount ?? '0') === 0n) {
    throw refuse('COUPON_TERMS_UNFIT', { path: 'terms.amount' });
  }
}

async function refuseUnknownSegments(ctx: Ctx, { segments }: CouponTerms): Promise<void> {
  if (segments.length === 0) return;
  const known = new Set((await segmentsForCoupons(ctx)).items.map(({ id }) => id));
  if (segments.some((id) => !known.has(id))) throw refuse('COUPON_TERMS_UNFIT', { path: 'terms.segments' });
}

async function isOut(ctx: Ctx, id: string): Promise<boolean> {
  const { rows } = await sql`
    select from loyalty_vouchers where workspace_id = ${ctx.workspace.id} and coupon_id = ${id}
    union all
    select from loyalty_coupon_uses where workspace_id = ${ctx.workspace.id} and coupon_id = ${id}
    limit 1`.execute(ctx.db);
  return rows.length > 0;
}
