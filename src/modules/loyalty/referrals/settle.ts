import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { startOfDay, startOfMonth } from '../../../maths/calendar.ts';
import { keptCardOf } from '../../customers/index.ts';
import { closeBooks, loadLots, openBooks } from '../ledger/books.ts';
import { givePoints } from '../ledger/points.ts';
import { takeEntryBack } from '../ledger/reverse.ts';
import { currentVersion } from '../programme/programme.ts';
import { acquaintanceOf } from './acquaintance.ts';
import { misfitOf, type Misfit } from './rules/referral-fits.ts';
import { readReferralTerms } from './terms.ts';

/** More friends than these have not paid their first order at one moment; the others are looked at with the next one. */
const AT_ONCE = 500;

/**
 * Rewards both sides once the friend has paid, and takes it back when that order is returned whole; `null`: of everybody.
 * What makes a friend is looked at again: cards may have been merged, or a household become known, since.
 */
export async function settleReferrals(ctx: Ctx, customerIds: readonly string[] | null): Promise<void> {
  const { rows } = await sql<Referral>`
    select r.id, r.customer_id as "friendId", r.giver_customer_id as "giverId", r.state, r.order_id as "orderId",
      r.friend_entry_id as "friendEntry", r.giver_entry_id as "giverEntry", paid.id as "paidOrder"
    from loyalty_referrals r
    left join lateral (
      select o.id from orders o
      where o.workspace_id = r.workspace_id and o.customer_id = r.customer_id and o.state = 'placed'
        and o.total_base_minor > o.refunded_base_minor and o.day >= (r.at at time zone ${ctx.workspace.zone})::date
      order by o.placed_at, o.id limit 1) paid on true
    where r.workspace_id = ${ctx.workspace.id}
      and (${customerIds === null} or r.customer_id = any (${[...(customerIds ?? [])]}::uuid[]))
      and (r.state = 'waiting' and paid.id is not null or r.state = 'rewarded' and paid.id is null)
    order by r.id limit ${AT_ONCE} for no key update of r`.execute(ctx.db);
  for (const referral of rows) {
    if (referral.state === 'waiting') await reward(ctx, referral);
    else await takeRewardBack(ctx, referral);
  }
}

interface Referral {
  id: string;
  friendId: string;
  giverId: string;
  state: 'waiting' | 'rewarded';
  orderId: string | null;
  friendEntry: string | null;
  giverEntry: string | null;
  paidOrder: string | null;
}

async function reward(ctx: Ctx, referral: Referral): Promise<void> {
  const version = await currentVersion(ctx);
  // Points without a programme have no terms: it waits for one.
  if (!version) return;
  const terms = await readReferralTerms(ctx);
  const giverId = await keptCardOf(ctx, referral.giverId);
  const misfit = misfitOf(await acquaintanceOf(ctx, referral.friendId, giverId, referral.id));
  if (misfit) return decide(ctx, referral.id, { state: 'refused', why: misfit });
  const enough = terms.perMonth !== null && (await rewardedThisMonth(ctx, giverId)) >= terms.perMonth;
  const books = await openBooks(ctx, [referral.friendId, giverId]);
  await loadLots(ctx, books);
  const give = (customerId: string, points: number) => {
    const account = books.accounts.get(customerId);
    if (!account || points === 0) return null;
    const facts = { kind: 'earn', source: 'referral', programmeId: version.id } as const;
    return givePoints(ctx, books, account, version, points, facts).id;
  };
  const friendEntry = give(referral.friendId, terms.friendPoints);
  const giverEntry = enough ? null : give(giverId, terms.giverPoints);
  await closeBooks(ctx, books);
  const why = enough ? 'enough' : null;
  await decide(ctx, referral.id, { state: 'rewarded', why, orderId: referral.paidOrder, friendEntry, giverEntry });
}

async function takeRewardBack(ctx: Ctx, referral: Referral): Promise<void> {
  // Both rows in one order, before each is asked for alone.
  await openBooks(ctx, [referral.friendId, await keptCardOf(ctx, referral.giverId)]);
  for (const entryId of [referral.friendEntry, referral.giverEntry]) {
    // Somebody may have taken it back by hand before.
    if (entryId) await takeEntryBack(ctx, { entryId }).catch(unless('ENTRY_REVERSED_ALREADY'));
  }
  await decide(ctx, referral.id, { state: 'waiting', why: null });
}

interface Decision {
  state: 'waiting' | 'rewarded' | 'refused';
  why: Misfit | null;
  orderId?: string | null;
  friendEntry?: string | null;
  giverEntry?: string | null;
}

async function decide(ctx: Ctx, id: string, decision: Decision): Promise<void> {
  await ctx.db
    .updateTable('loyalty_referrals')
    .set({
      state: decision.state,
      why: decision.why,
      order_id: decision.orderId ?? null,
      friend_entry_id: decision.friendEntry ?? null,
      giver_entry_id: decision.giverEntry ?? null,
      decided_at: decision.state === 'waiting' ? null : ctx.now,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
}

async function rewardedThisMonth(ctx: Ctx, giverId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from loyalty_referrals
    where workspace_id = ${ctx.workspace.id} and giver_customer_id = ${giverId} and giver_entry_id is not null
      and decided_at >= ${startOfDay(ctx.workspace.zone, startOfMonth(ctx.today))}`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

function unless(code: string) {
  return (error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === code)) throw error;
  };
}
