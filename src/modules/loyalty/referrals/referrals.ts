import { sql } from 'kysely';
import { randomBytes } from 'node:crypto';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { newId } from '../../../kernel/ids.ts';
import { countOf, COUNT_LIMIT, encodeCursor } from '../../../kernel/paging.ts';
import { customerNames, customerSeen, holdCards, keptCardOf, reaching, withinReach } from '../../customers/index.ts';
import { premises } from '../../workspaces/index.ts';
import { placeInTime } from '../ledger/present.ts';
import { acquaintanceOf } from './acquaintance.ts';
import { referralErrors, type ReferralView } from './contract.ts';
import { misfitOf, type Misfit } from './rules/referral-fits.ts';
import { settleReferrals } from './settle.ts';
import { readReferralTerms } from './terms.ts';

const refuse = refusals(referralErrors);

/** The code of a customer, made on first asking. */
export async function makeReferralCode(ctx: Ctx, { customerId }: { customerId: string }) {
  const { id } = await customerReached(ctx, customerId);
  if (!(await readReferralTerms(ctx)).open) throw refuse('REFERRALS_CLOSED');
  const code = await ensureCode(ctx, (await holdCards(ctx, [id])).get(id) ?? id);
  return { code, url: urlOf(ctx, code) };
}

/** One code for each, however many ask at once. */
export async function ensureCode(ctx: Ctx, owner: string): Promise<string> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`loyalty referral ${ctx.workspace.id} ${owner}`}, 0))`.execute(
    ctx.db,
  );
  const code = (await codeOf(ctx, owner)) ?? newCode();
  await ctx.db
    .insertInto('loyalty_referral_codes')
    .values({ workspace_id: ctx.workspace.id, code, customer_id: owner, created_at: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return code;
}

/** A new customer names the code they were given; who paid today already may still do so. */
export async function recordReferral(ctx: Ctx, { customerId, code }: { customerId: string; code: string }) {
  const { id } = await customerReached(ctx, customerId);
  if (!(await readReferralTerms(ctx)).open) throw refuse('REFERRALS_CLOSED');
  const giver = await giverOf(ctx, code);
  if (!giver) throw refuse('REFERRAL_CODE_UNKNOWN', { path: 'code' });
  const friend = (await holdCards(ctx, [id])).get(id) ?? id;
  const misfit = misfitOf(await acquaintanceOf(ctx, friend, giver, null));
  if (misfit) throw refuse(CODES[misfit], { path: 'code' });
  const referralId = await writeReferral(ctx, friend, giver);
  if (!referralId) throw refuse('REFERRAL_ALREADY', { path: 'code' });
  await settleReferrals(ctx, [friend]);
  const [view] = await present(ctx, await rowsWhere(ctx, sql`r.id = ${referralId}`, 1));
  return view as ReferralView;
}

/** Null where somebody was quicker. */
export async function writeReferral(ctx: Ctx, friendId: string, giverId: string): Promise<string | null> {
  const written = await ctx.db
    .insertInto('loyalty_referrals')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      customer_id: friendId,
      giver_customer_id: giverId,
      at: ctx.now,
      by_name: ctx.actor.name,
      state: 'waiting',
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!written) return null;
  await recordAudit(ctx, { action: 'loyalty_referral.recorded', entity: 'loyalty_referral', entityId: written.id });
  return written.id;
}

/** The card that stands for whoever passed the code on. */
export async function giverOf(ctx: Ctx, code: string): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('loyalty_referral_codes')
    .select('customer_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('code', '=', code)
    .executeTakeFirst();
  return row ? keptCardOf(ctx, row.customer_id) : null;
}

export async function listReferrals(ctx: Ctx, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const before = placeInTime(cursor);
  const within = withinReach(ctx, 'loyalty.read');
  const seen = within
    ? sql`exists (select from customers where customers.workspace_id = r.workspace_id
        and customers.id = r.customer_id and ${within})`
    : sql`true`;
  const rows = await rowsWhere(
    ctx,
    sql`${seen} ${before ? sql`and (r.at, r.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``}`,
    limit + 1,
  );
  const { rows: counted } = await sql<{ count: number }>`
    select count(*)::int as count from (select from loyalty_referrals r
      where r.workspace_id = ${ctx.workspace.id} and ${seen} limit ${COUNT_LIMIT + 1}) counted`.execute(ctx.db);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await present(ctx, page),
    nextCursor: last && rows.length > limit ? encodeCursor([last.at.toISOString(), last.id]) : null,
    count: countOf(counted[0]?.count ?? 0),
  };
}

export async function referralsOfCustomer(ctx: Ctx, { customerId }: { customerId: string }) {
  const { id } = await customerSeen(ctx, customerId);
  const [terms, code] = [await readReferralTerms(ctx), await codeOf(ctx, id)];
  const brought = await rowsWhere(ctx, sql`r.giver_customer_id = ${id}`, SHOWN);
  const broughtBy = await rowsWhere(ctx, sql`r.customer_id = ${id}`, 1);
  const [by] = await present(ctx, broughtBy);
  return {
    open: terms.open,
    code,
    url: code && urlOf(ctx, code),
    brought: await present(ctx, brought),
    broughtBy: by ?? null,
  };
}

/** Whom one customer brought: the newest of them. */
const SHOWN = 50;

const CODES = {
  self: 'REFERRAL_SELF',
  household: 'REFERRAL_HOUSEHOLD',
  'not-new': 'REFERRAL_NOT_NEW',
  already: 'REFERRAL_ALREADY',
  circle: 'REFERRAL_CIRCLE',
  enough: 'REFERRALS_CLOSED',
} as const satisfies Record<Misfit, keyof typeof referralErrors>;

async function customerReached(ctx: Ctx, customerId: string) {
  const customer = await customerSeen(ctx, customerId);
  if (!(await reaching(ctx, customer.id, ['loyalty.post'])).has('loyalty.post')) {
    throw refuseCommon('NOT_ALLOWED', { permission: 'loyalty.post' });
  }
  return customer;
}

async function codeOf(ctx: Ctx, customerId: string): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('loyalty_referral_codes')
    .select('code')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .orderBy('created_at')
    .orderBy('code')
    .limit(1)
    .executeTakeFirst();
  return row?.code ?? null;
}

/** Told to a friend: 8 of 30 letters, none of which looks like another. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTVWXY';

function newCode(): string {
  return [...randomBytes(8)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

function urlOf(ctx: Ctx, code: string): string {
  return `${premises().config.publicUrl}/r/${ctx.workspace.id}/${code}`;
}

interface Row {
  id: string;
  friendId: string;
  giverId: string;
  at: Date;
  by: string;
  state: ReferralView['state'];
  why: string | null;
}

async function rowsWhere(ctx: Ctx, where: ReturnType<typeof sql>, limit: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select r.id, r.customer_id as "friendId", r.giver_customer_id as "giverId", r.at, r.by_name as by, r.state, r.why
    from loyalty_referrals r where r.workspace_id = ${ctx.workspace.id} and ${where}
    order by r.at desc, r.id desc limit ${limit}`.execute(ctx.db);
  return rows;
}

async function present(ctx: Ctx, rows: readonly Row[]): Promise<ReferralView[]> {
  const names = await customerNames(ctx, [...new Set(rows.flatMap(({ friendId, giverId }) => [friendId, giverId]))]);
  const named = (id: string) => {
    const one = names.get(id);
    return one ? { id: one.id, name: one.name } : null;
  };
  return rows.map(({ friendId, giverId, at, why, ...row }) => ({
    ...row,
    friend: named(friendId),
    giver: named(giverId),
    at: at.toISOString(),
    why: why && translate(ctx.locale, `loyalty:referrals.why.${why}`),
  }));
}
