import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { dayInWords, inBase, moneyInWords } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { addDays } from '../../../maths/calendar.ts';
import { customerSeen, reaching } from '../../customers/index.ts';
import { onceByBody } from '../ledger/with-account.ts';
import { minorOf } from '../programme/programme.ts';
import { couponErrors, couponTerms, type GivenBasket, type GivenTerms, type OfferedCoupon } from './contract.ts';
import { bestTogether, couponFits, sumOf, type Basket, type Bearer, type Fit } from './rules/coupon-fits.ts';
import { worthInWords } from './worth-in-words.ts';

const refuse = refusals(couponErrors);

interface Asked {
  customerId?: string | null | undefined;
  codes: readonly string[];
  basket: GivenBasket;
}

/** What fits a basket: the customer's own codes, those everybody may use, and those that were typed. */
export async function usableCoupons(ctx: Ctx, asked: Asked) {
  const person = await personOf(ctx, asked.customerId);
  const found = await candidates(ctx, person, asked.codes, 'all');
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
    const person = await personOf(ctx, asked.customerId);
    if (person.id && !(await reaching(ctx, person.id, ['loyalty.post'])).has('loyalty.post')) {
      throw refuseCommon('NOT_ALLOWED', { permission: 'loyalty.post' });
    }
    await lockCodes(ctx, asked.codes);
    const found = await candidates(ctx, person, asked.codes, 'named');
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

interface Person {
  id: string | null;
  cards: string[];
  bearer: Bearer;
}

async function personOf(ctx: Ctx, customerId: string | null | undefined): Promise<Person> {
  if (!customerId) return { id: null, cards: [], bearer: { known: false, tier: null, segments: [], orders: 0 } };
  const { id } = await customerSeen(ctx, customerId);
  const { rows } = await sql<{ tier: string | null; orders: number | null; segments: string[]; merged: string[] }>`
    select (select tier from loyalty_accounts where workspace_id = ${ctx.workspace.id} and customer_id = ${id}) as tier,
      (select orders from customer_statistics where workspace_id = ${ctx.workspace.id} and customer_id = ${id}) as orders,
      array(select segment_id from segment_members where workspace_id = ${ctx.workspace.id} and customer_id = ${id}) as segments,
      array(select id from customers where workspace_id = ${ctx.workspace.id} and merged_into = ${id}) as merged`.execute(
    ctx.db,
  );
  const { tier = null, segments = [], orders = 0, merged = [] } = rows[0] ?? {};
  const bearer = { known: true, tier, segments, orders: orders ?? 0 };
  return { id, cards: [id, ...merged], bearer };
}

interface Candidate {
  couponId: string;
  voucherId: string | null;
  code: string;
  name: string;
  terms: ReturnType<typeof couponTerms.parse>;
  fromDay: string | null;
  untilDay: string | null;
  expiresOn: string | null;
  ended: boolean;
  usesLeft: number | null;
  personUsesLeft: number | null;
}

/** Codes of this person and of everybody; `named`: only those typed. An issued code is its owner's, unless it may be given on. */
async function candidates(
  ctx: Ctx,
  person: Person,
  codes: readonly string[],
  which: 'all' | 'named',
): Promise<Candidate[]> {
  const uses = sql`(select count(*)::int from loyalty_coupon_uses u where u.workspace_id = c.workspace_id
    and u.coupon_id = c.id and u.returned_at is null and u.customer_id = any (${person.cards}::uuid[]))`;
  const named = sql`${[...codes]}::text[]`;
  const columns = sql`c.name, c.terms, c.from_day as "fromDay", c.until_day as "untilDay", c.ended_at is not null as ended,
    c.total_limit - c.used as "usesLeft", c.person_limit - ${uses} as "personUsesLeft"`;
  const running = sql`c.ended_at is null and (c.until_day is null or c.until_day >= ${ctx.today}::date)`;
  const { rows } = await sql<Omit<Candidate, 'terms'> & { terms: GivenTerms }>`
    select c.id as "couponId", null::uuid as "voucherId", c.code, null::date as "expiresOn", ${columns}
    from loyalty_coupons c
    where c.workspace_id = ${ctx.workspace.id} and c.code is not null
      and (c.code = any (${named}) ${which === 'all' ? sql`or (${running})` : sql``})
    union all
    select c.id, v.id, v.code, v.expires_on, ${columns}
    from loyalty_vouchers v join loyalty_coupons c on c.workspace_id = v.workspace_id and c.id = v.coupon_id
    where v.workspace_id = ${ctx.workspace.id} and v.used_at is null and v.withdrawn_at is null
      and (v.code = any (${named}) and (v.customer_id is null or v.customer_id = any (${person.cards}::uuid[])
          or (c.terms ->> 'transferable')::bool)
        ${
          which === 'all'
            ? sql`or (v.customer_id = any (${person.cards}::uuid[]) and (${running})
          and (v.expires_on is null or v.expires_on >= ${ctx.today}::date))`
            : sql``
        })
    limit 200`.execute(ctx.db);
  return rows.map(({ terms, ...row }) => ({ ...row, terms: couponTerms.parse(terms) }));
}

/** The coupons themselves, in one order everywhere; who counts their uses waits here. */
async function lockCodes(ctx: Ctx, codes: readonly string[]): Promise<void> {
  await sql`
    select from loyalty_coupons
    where workspace_id = ${ctx.workspace.id} and (code = any (${[...codes]}::text[]) or id in (
      select coupon_id from loyalty_vouchers where workspace_id = ${ctx.workspace.id} and code = any (${[...codes]}::text[])))
    order by id for no key update`.execute(ctx.db);
}

function fitOf(ctx: Ctx, candidate: Candidate, basket: Basket, { bearer }: Person): Fit {
  const { terms, expiresOn, untilDay } = candidate;
  const until = [expiresOn, untilDay].filter((day) => day !== null).sort()[0] ?? null;
  const amounts = {
    amountMinor: minorOf(ctx, terms.amount ?? '0') ?? 0n,
    minimumMinor: minorOf(ctx, terms.minimum) ?? 0n,
  };
  return couponFits({ ...candidate, ...amounts, untilDay: until }, basket, bearer, ctx.today);
}

function basketOf(ctx: Ctx, { lines, shipping, store, channel }: GivenBasket): Basket {
  return {
    lines: lines.map((line) => ({
      sku: line.sku || null,
      category: line.category || null,
      quantity: thousandths(line.quantity),
      unitPriceMinor: minorOf(ctx, line.unitPrice) ?? 0n,
    })),
    shippingMinor: minorOf(ctx, shipping) ?? 0n,
    store: store || null,
    channel: channel || null,
  };
}

export function thousandths(quantity: string): bigint {
  const [whole = '0', fraction = ''] = quantity.split('.');
  return BigInt(whole + fraction.padEnd(3, '0').slice(0, 3));
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

function whyText(ctx: Ctx, { fromDay, terms }: Candidate, fit: Fit & { fits: false }): string {
  if (fit.why === 'other-tier' && terms.tiersUntil !== null) {
    const from = dayInWords(ctx, addDays(terms.tiersUntil, 1));
    return translate(ctx.locale, 'loyalty:coupon.why.other-tier-yet', { from });
  }
  return translate(ctx.locale, `loyalty:coupon.why.${fit.why}`, {
    missing: fit.missingMinor === undefined ? '' : moneyInWords(ctx, fit.missingMinor),
    from: fromDay ?? '',
  });
}
