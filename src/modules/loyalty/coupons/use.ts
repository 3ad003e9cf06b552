import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { customerSeen, reaching } from '../../customers/index.ts';
import { onceByBody } from '../ledger/with-account.ts';
import {
  atTheirTier,
  basketOf,
  candidates,
  fitOf,
  lockCodes,
  personOf,
  whyText,
  type Candidate,
} from './candidates.ts';
import { couponErrors, type GivenBasket, type OfferedCoupon } from './contract.ts';
import { bestTogether, sumOf, type Basket, type Fit } from './rules/coupon-fits.ts';
import { worthInWords } from './worth-in-words.ts';

const refuse = refusals(couponErrors);

interface Asked {
  customerId?: string | null | undefined;
  codes: readonly string[];
  basket: GivenBasket;
}

/** What fits a basket: the customer's own codes, those everybody may use, and those that were typed. */
export async function usableCoupons(ctx: Ctx, asked: Asked) {
  const known = await personOf(ctx, asked.customerId);
  const found = await candidates(ctx, known, asked.codes, 'all');
  const person = await atTheirTier(ctx, known, found);
  const basket = basketOf(ctx, asked.basket);
  const tried = found.map((candidate) => ({ candidate, fit: fitOf(ctx, candidate, basket, person) }));
  const fitting = tried.flatMap(({ candidate, fit }) =>
    fit.fits ? [{ candidate, stacks: candidate.terms.stacks, discountMinor: fit.discountMinor }] : [],
  );
  const best = bestTogether(onePerCoupon(fitting));
  const chosen = new Set(best.map(({ candidate }) => candidate));
  return {
    coupons: tried.map(({ candidate, fit }) => presentOffer(ctx, candidate, fit, chosen.has(candidate))),
    best: inBase(ctx, capped(best, basket)),
  };
}

/** Uses these codes for this basket: the last one of a coupon is used once, however many tills ask. */
export async function useCoupons(
  ctx: Ctx,
  asked: Asked & { reference?: string | null | undefined; idempotencyKey?: string | undefined },
) {
  return onceByBody(ctx, 'POST /loyalty/coupons/use', asked, async () => {
    const known = await personOf(ctx, asked.customerId);
    if (known.id && !(await reaching(ctx, known.id, ['loyalty.post'])).has('loyalty.post')) {
      throw refuseCommon('NOT_ALLOWED', { permission: 'loyalty.post' });
    }
    await lockCodes(ctx, asked.codes);
    const found = await candidates(ctx, known, asked.codes, 'named');
    const person = await atTheirTier(ctx, known, found);
    const basket = basketOf(ctx, asked.basket);
    const codes = [...new Set(asked.codes)];
    const chosen = codes.map((code) => {
      const candidate = found.find((one) => one.code === code);
      if (!candidate) throw refuse('COUPON_CODE_UNKNOWN', { path: 'codes', code });
      const fit = fitOf(ctx, candidate, basket, person);
      if (!fit.fits) throw refuse('COUPON_DOES_NOT_FIT', { path: 'codes', code, why: whyText(ctx, candidate, fit) });
      return { candidate, discountMinor: fit.discountMinor };
    });
    if (chosen.length > 1 && chosen.some(({ candidate }) => !candidate.terms.stacks)) {
      throw refuse('COUPONS_DO_NOT_STACK', { path: 'codes' });
    }
    if (new Set(chosen.map(({ candidate }) => candidate.couponId)).size < chosen.length) {
      throw refuse('COUPONS_DO_NOT_STACK', { path: 'codes' });
    }
    let left = mostOff(basket);
    const uses = chosen.map(({ candidate, discountMinor }) => {
      const off = discountMinor < left ? discountMinor : left;
      left -= off;
      return { id: newId(), candidate, off };
    });
    await writeUses(ctx, uses, person.id, asked.reference || null);
    return {
      uses: uses.map(({ id, candidate: { couponId, code, name }, off }) => {
        return { id, couponId, code, name, discount: inBase(ctx, off) };
      }),
      discount: inBase(
        ctx,
        uses.reduce((sum, { off }) => sum + off, 0n),
      ),
    };
  });
}

/** A sale that fell through: the coupon may be used again, as long as it lasts. */
export async function returnUse(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  const { rows } = await sql<{ couponId: string; voucherId: string | null; customerId: string | null }>`
    select coupon_id as "couponId", voucher_id as "voucherId", customer_id as "customerId" from loyalty_coupon_uses
    where workspace_id = ${ctx.workspace.id} and id = ${id}`.execute(ctx.db);
  const [use] = rows;
  if (!use) throw refuse('COUPON_USE_NOT_FOUND');
  if (use.customerId) {
    const seen = await customerSeen(ctx, use.customerId).catch(() => null);
    if (!seen) throw refuse('COUPON_USE_NOT_FOUND');
    if (!(await reaching(ctx, seen.id, ['loyalty.post'])).has('loyalty.post')) {
      throw refuseCommon('NOT_ALLOWED', { permission: 'loyalty.post' });
    }
  }
  await sql`
    select from loyalty_coupons where workspace_id = ${ctx.workspace.id} and id = ${use.couponId} for update`.execute(
    ctx.db,
  );
  const returned = await sql`
    update loyalty_coupon_uses set returned_at = ${ctx.now}, returned_by_name = ${ctx.actor.name}
    where workspace_id = ${ctx.workspace.id} and id = ${id} and returned_at is null`.execute(ctx.db);
  if (returned.numAffectedRows === 0n) throw refuse('COUPON_RETURNED_ALREADY');
  await sql`
    with voucher as (
      update loyalty_vouchers set used_at = null
      where workspace_id = ${ctx.workspace.id} and id = ${use.voucherId}::uuid)
    update loyalty_coupons set used = used - 1
    where workspace_id = ${ctx.workspace.id} and id = ${use.couponId}`.execute(ctx.db);
  return { ok: true };
}

function mostOff(basket: Basket): bigint {
  return sumOf(basket.lines) + basket.shippingMinor;
}

function capped(chosen: readonly { discountMinor: bigint }[], basket: Basket): bigint {
  const sum = chosen.reduce((total, { discountMinor }) => total + discountMinor, 0n);
  const most = mostOff(basket);
  return sum < most ? sum : most;
}

/** Two codes of one coupon are not used together: the one that expires first stands for both. */
function onePerCoupon<One extends { candidate: Candidate }>(fitting: readonly One[]): One[] {
  const sorted = [...fitting].sort((a, b) =>
    (a.candidate.expiresOn ?? '9999') < (b.candidate.expiresOn ?? '9999') ? -1 : 1,
  );
  const seen = new Set<string>();
  return sorted.filter(({ candidate: { couponId } }) => !seen.has(couponId) && seen.add(couponId));
}

async function writeUses(
  ctx: Ctx,
  uses: readonly { id: string; candidate: Candidate; off: bigint }[],
  customerId: string | null,
  reference: string | null,
): Promise<void> {
  await sql`
    with given as (
      select * from unnest(${uses.map((one) => one.id)}::uuid[], ${uses.map((one) => one.candidate.couponId)}::uuid[],
        ${uses.map((one) => one.candidate.voucherId)}::uuid[], ${uses.map((one) => one.off)}::int8[])
        as t (id, coupon_id, voucher_id, off)
    ), written as (
      insert into loyalty_coupon_uses (workspace_id, id, coupon_id, voucher_id, customer_id, reference, discount_minor, at, day, by_name)
      select ${ctx.workspace.id}, id, coupon_id, voucher_id, ${customerId}::uuid, ${reference}, off, ${ctx.now},
        ${ctx.today}::date, ${ctx.actor.name} from given
    ), vouchers as (
      update loyalty_vouchers v set used_at = ${ctx.now} from given g
      where v.workspace_id = ${ctx.workspace.id} and v.id = g.voucher_id
    )
    update loyalty_coupons c set used = c.used + 1 from given g
    where c.workspace_id = ${ctx.workspace.id} and c.id = g.coupon_id`.execute(ctx.db);
}

function presentOffer(ctx: Ctx, candidate: Candidate, fit: Fit, best: boolean): OfferedCoupon {
  const { couponId, voucherId, code, name, terms, expiresOn } = candidate;
  return {
    couponId,
    voucherId,
    code,
    name,
    worth: worthInWords(ctx, terms),
    expiresOn,
    discount: fit.fits ? inBase(ctx, fit.discountMinor) : null,
    why: fit.fits ? null : { code: fit.why, text: whyText(ctx, candidate, fit) },
    best,
    stacks: terms.stacks,
  };
}
