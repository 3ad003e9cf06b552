import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { dayInWords, moneyInWords } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { addDays } from '../../../maths/calendar.ts';
import { customerSeen } from '../../customers/index.ts';
import { currentVersion, levelAtTill, minorOf } from '../programme/programme.ts';
import { couponTerms, type GivenBasket, type GivenTerms } from './contract.ts';
import { couponFits, type Basket, type Bearer, type Fit } from './rules/coupon-fits.ts';

/** Who stands at the till, with the cards that were merged into theirs. */
interface Person {
  id: string | null;
  cards: string[];
  bearer: Bearer;
}

export async function personOf(ctx: Ctx, customerId: string | null | undefined): Promise<Person> {
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

/** A code that may be used, with what decides whether it fits. */
export interface Candidate {
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
export async function candidates(
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

/** Who has no tier yet stands in the first, as the counter shows it. Asks nothing where no coupon is for some tiers. */
export async function atTheirTier(ctx: Ctx, person: Person, found: readonly Candidate[]): Promise<Person> {
  if (!person.id || person.bearer.tier !== null || found.every(({ terms }) => terms.tiers.length === 0)) return person;
  const tier = levelAtTill(await currentVersion(ctx), null)?.key ?? null;
  return { ...person, bearer: { ...person.bearer, tier } };
}

/** The coupons themselves, in one order everywhere; who counts their uses waits here. */
export async function lockCodes(ctx: Ctx, codes: readonly string[]): Promise<void> {
  await sql`
    select from loyalty_coupons
    where workspace_id = ${ctx.workspace.id} and (code = any (${[...codes]}::text[]) or id in (
      select coupon_id from loyalty_vouchers where workspace_id = ${ctx.workspace.id} and code = any (${[...codes]}::text[])))
    order by id for no key update`.execute(ctx.db);
}

export function fitOf(ctx: Ctx, candidate: Candidate, basket: Basket, { bearer }: Person): Fit {
  const { terms, expiresOn, untilDay } = candidate;
  const until = [expiresOn, untilDay].filter((day) => day !== null).sort()[0] ?? null;
  const amounts = {
    amountMinor: minorOf(ctx, terms.amount ?? '0') ?? 0n,
    minimumMinor: minorOf(ctx, terms.minimum) ?? 0n,
  };
  return couponFits({ ...candidate, ...amounts, untilDay: until }, basket, bearer, ctx.today);
}

export function basketOf(ctx: Ctx, { lines, shipping, store, channel }: GivenBasket): Basket {
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

export function whyText(ctx: Ctx, { fromDay, terms }: Candidate, fit: Fit & { fits: false }): string {
  if (fit.why === 'other-tier' && terms.tiersUntil !== null) {
    const from = dayInWords(ctx, addDays(terms.tiersUntil, 1));
    return translate(ctx.locale, 'loyalty:coupon.why.other-tier-yet', { from });
  }
  return translate(ctx.locale, `loyalty:coupon.why.${fit.why}`, {
    missing: fit.missingMinor === undefined ? '' : moneyInWords(ctx, fit.missingMinor),
    from: fromDay ?? '',
  });
}
