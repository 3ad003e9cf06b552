import { sql } from 'kysely';
import { randomBytes } from 'node:crypto';
import { addDays } from '../../../maths/calendar.ts';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { newId } from '../../../kernel/ids.ts';
import { countOf, COUNT_LIMIT, encodeCursor } from '../../../kernel/paging.ts';
import { beyondReach, cardIds, customerNames, customerSeen, holdCards } from '../../customers/index.ts';
import { placeInTime } from '../ledger/present.ts';
import { couponErrors, couponTerms, type GivenTerms, type OwnedCoupon } from './contract.ts';
import { lockCoupon } from './coupons.ts';
import { worthInWords } from './worth-in-words.ts';

const refuse = refusals(couponErrors);

/** One code for each customer, or so many for whoever brings them. */
export async function issueCoupons(
  ctx: Ctx,
  { id, customerIds, count }: { id: string; customerIds: readonly string[]; count: number },
) {
  const coupon = await lockCoupon(ctx, id);
  const terms = couponTerms.parse(coupon.terms);
  if (coupon.code !== null) throw refuse('COUPON_HAS_ONE_CODE');
  if (coupon.ended_at !== null || (coupon.until_day !== null && coupon.until_day < ctx.today))
    throw refuse('COUPON_ENDED');
  const names = await customerNames(ctx, customerIds);
  if (customerIds.some((one) => !names.has(one))) throw refuse('CUSTOMER_NOT_FOUND');
  const cards = [...new Set((await holdCards(ctx, customerIds)).values())];
  if ((await beyondReach(ctx, cards, 'loyalty.post')).size > 0)
    throw refuseCommon('NOT_ALLOWED', { permission: 'loyalty.post' });
  const owners = [...cards, ...Array.from({ length: count }, () => null)];
  const rows = await issue(ctx, coupon, owners, 'hand');
  await recordAudit(ctx, {
    action: 'loyalty_coupon.issued',
    entity: 'loyalty_coupon',
    entityId: id,
    detail: { count: rows.length },
  });
  const shown = { couponId: id, name: coupon.name, worth: worthInWords(ctx, terms), issuedAt: ctx.now.toISOString() };
  return { vouchers: rows.map((row) => ({ ...row, ...shown, why: whyText(ctx, row.why), state: 'open' as const })) };
}

/** Issues codes without asking anybody: for tiers, referrals and stamps. */
export async function issue(
  ctx: Ctx,
  coupon: { id: string; terms: unknown; until_day: string | null },
  owners: readonly (string | null)[],
  why: string,
) {
  const { validDays } = couponTerms.parse(coupon.terms);
  const lasting = validDays === null ? null : addDays(ctx.today, validDays - 1);
  const expiresOn = [lasting, coupon.until_day].filter((day) => day !== null).sort()[0] ?? null;
  const rows = owners.map((customerId) => ({ id: newId(), customerId, code: newCode(), expiresOn, why }));
  await sql`
    insert into loyalty_vouchers (workspace_id, id, coupon_id, customer_id, code, expires_on, why, issued_at)
    select ${ctx.workspace.id}, id, ${coupon.id}, customer_id, code, ${expiresOn}::date, ${why}, ${ctx.now}
    from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.customerId)}::uuid[],
      ${rows.map((row) => row.code)}::text[]) as t (id, customer_id, code)`.execute(ctx.db);
  return rows;
}

export async function couponsOfCustomer(
  ctx: Ctx,
  { customerId, limit, cursor }: { customerId: string; limit: number; cursor?: string | undefined },
) {
  const { id } = await customerSeen(ctx, customerId);
  const cards = await cardIds(ctx, id);
  const before = placeInTime(cursor);
  const theirs = sql`v.workspace_id = ${ctx.workspace.id} and v.customer_id = any (${cards}::uuid[])`;
  const { rows } = await sql<VoucherRow>`
    select v.id, v.coupon_id as "couponId", c.name, c.terms, v.code, v.expires_on as "expiresOn", v.issued_at as "issuedAt",
      v.why, v.used_at is not null as used, v.withdrawn_at is not null or c.ended_at is not null as withdrawn
    from loyalty_vouchers v join loyalty_coupons c on c.workspace_id = v.workspace_id and c.id = v.coupon_id
    where ${theirs} ${before ? sql`and (v.issued_at, v.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``}
    order by v.issued_at desc, v.id desc limit ${limit + 1}`.execute(ctx.db);
  const counted = await sql<{ count: number }>`
    select count(*)::int as count from (select from loyalty_vouchers v where ${theirs} limit ${COUNT_LIMIT + 1}) as counted`.execute(
    ctx.db,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => presentVoucher(ctx, row)),
    nextCursor: last && rows.length > limit ? encodeCursor([last.issuedAt.toISOString(), last.id]) : null,
    count: countOf(counted.rows[0]?.count ?? 0),
  };
}

interface VoucherRow {
  id: string;
  couponId: string;
  name: string;
  terms: GivenTerms;
  code: string;
  expiresOn: string | null;
  issuedAt: Date;
  why: string;
  used: boolean;
  withdrawn: boolean;
}

function presentVoucher(ctx: Ctx, { terms, issuedAt, used, withdrawn, ...row }: VoucherRow): OwnedCoupon {
  const expired = row.expiresOn !== null && row.expiresOn < ctx.today;
  return {
    ...row,
    why: whyText(ctx, row.why),
    worth: worthInWords(ctx, couponTerms.parse(terms)),
    issuedAt: issuedAt.toISOString(),
    state: used ? 'used' : withdrawn ? 'withdrawn' : expired ? 'expired' : 'open',
  };
}

/** Said aloud at a counter: no letter looks or sounds like another. 8 of 29 characters: 39 bits. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTVWXY';

function newCode(): string {
  const letters = [...randomBytes(8)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}

function whyText(ctx: Ctx, why: string): string {
  return translate(ctx.locale, `loyalty:coupon.given.${why}`);
}
