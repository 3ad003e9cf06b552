import { sql } from 'kysely';
import { startOfDay } from '../../../maths/calendar.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { expiryOf } from '../programme/rules/expiry.ts';
import { worthOf } from '../programme/rules/worth.ts';
import { currentVersion, type Version } from '../programme/programme.ts';
import { reviewCustomers } from '../review.ts';
import { closeBooks, loadLots, post, type Account, type Books, type EntryFacts } from './books.ts';
import { pointErrors, type EarnInput, type RedeemInput } from './contract.ts';
import { presentPosted } from './present.ts';
import { give, take } from './rules/postings.ts';
import { accountToChange, onceByBody } from './with-account.ts';

const refuse = refusals(pointErrors);

/** Points by hand, or for an activity that the programme rewards. */
export async function earnPoints(ctx: Ctx, input: EarnInput) {
  return onceByBody(ctx, 'POST /loyalty/earn', input, async () => {
    if ((input.points === undefined) === (input.activity === undefined)) {
      throw refuse('POINTS_OR_ACTIVITY', { path: 'points' });
    }
    const version = await currentVersion(ctx);
    if (!version) throw refuse('POINTS_WITHOUT_PROGRAMME');
    const { books, account } = await accountToChange(ctx, input.customerId, 'loyalty.post');
    const points = input.activity ? await worthOfActivity(ctx, version, account, input) : (input.points as number);
    if (!input.activity) await refuseBeyondLimits(ctx, version, points);
    const facts: EntryFacts = {
      kind: 'earn',
      source: input.activity ? 'activity' : 'hand',
      activity: input.activity,
      reason: input.reason,
      programmeId: version.id,
    };
    const entry = givePoints(ctx, books, account, version, points, facts);
    await closeBooks(ctx, books);
    if (version.rules.tiers.by === 'points') await reviewCustomers(ctx, [account.customerId]);
    return presentPosted(ctx, entry, version);
  });
}

/** Books points with the programme's terms; for other rooms that give some, too. */
export function givePoints(
  ctx: Ctx,
  books: Books,
  account: Account,
  version: Version,
  points: number,
  facts: EntryFacts,
) {
  const terms = { expiresOn: expiryOf(version.rules.expiry, ctx.today), orderId: facts.orderId ?? null };
  const posting = give(holdingOf(account), points, terms);
  if ('refused' in posting) throw refuse('POINTS_TOO_MANY', { path: 'points' });
  return post(books, account, posting, facts);
}

/** The customer pays with points: those that expire first. */
export async function redeemPoints(ctx: Ctx, input: RedeemInput) {
  return onceByBody(ctx, 'POST /loyalty/redeem', input, async () => {
    const version = await currentVersion(ctx);
    if (!version) throw refuse('POINTS_WITHOUT_PROGRAMME');
    const { minimum, step } = version.rules.redeem;
    const { points } = input;
    if (points < minimum) throw refuse('POINTS_BELOW_MINIMUM', { path: 'points', minimum });
    if (points % step !== 0) throw refuse('POINTS_NOT_IN_STEPS', { path: 'points', step });
    const { books, account } = await accountToChange(ctx, input.customerId, 'loyalty.post');
    const entry = await takePoints(ctx, books, account, points, {
      kind: 'redeem',
      source: 'hand',
      reason: input.reason,
      programmeId: version.id,
    });
    await closeBooks(ctx, books);
    const worth = inBase(ctx, worthOf(version.rules.redeem, version.worthMinor, points));
    return { ...(await presentPosted(ctx, entry, version)), worth };
  });
}

/** Takes points in the order in which they expire; never more than there are. */
export async function takePoints(ctx: Ctx, books: Books, account: Account, points: number, facts: EntryFacts) {
  if (points > account.balance)
    throw refuse('POINTS_TOO_FEW', { path: 'points', balance: Math.max(0, account.balance) });
  await loadLots(ctx, books);
  const posting = take(holdingOf(account), points);
  if ('refused' in posting) throw refuse('POINTS_TOO_FEW', { path: 'points', balance: Math.max(0, account.balance) });
  return post(books, account, posting, facts);
}

export function holdingOf({ balance, debt, lots }: Account) {
  // Where nobody needs the lots, one stands for all of them: only the sum counts then.
  return { debt, lots: lots ?? [{ id: '', remaining: balance + debt, expiresOn: null, orderId: null }] };
}

async function worthOfActivity(ctx: Ctx, version: Version, account: Account, input: EarnInput): Promise<number> {
  const activity = version.rules.activities.find(({ key }) => key === input.activity);
  if (!activity) throw refuse('ACTIVITY_UNKNOWN', { path: 'activity' });
  const quantity = activity.unit === null ? 1 : input.quantity;
  if (activity.perMonth !== null) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from loyalty_entries e
      where e.workspace_id = ${ctx.workspace.id} and e.customer_id = ${account.customerId} and e.kind = 'earn'
        and e.activity = ${activity.key} and e.source = 'activity' and e.at >= ${startOfDay(ctx.workspace.zone, `${ctx.today.slice(0, 7)}-01`)}
        and not exists (select from loyalty_entries r where r.workspace_id = e.workspace_id and r.reverses_id = e.id)`.execute(
      ctx.db,
    );
    if ((rows[0]?.count ?? 0) >= activity.perMonth) {
      throw refuse('ACTIVITY_TOO_OFTEN', { path: 'activity', name: activity.name, times: activity.perMonth });
    }
  }
  return activity.points * quantity;
}

/** What one colleague may give by hand: so much at once, so much a day. */
async function refuseBeyondLimits(ctx: Ctx, version: Version, points: number): Promise<void> {
  const { alone, colleaguePerDay } = version.rules.limits;
  if (ctx.actor.kind !== 'user') return;
  if (points > alone) throw refuse('POINTS_BEYOND_ALONE', { path: 'points', alone });
  if (colleaguePerDay === null || ctx.actor.memberId === null) return;
  // One after the other, or two tills together would give more than one may.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`loyalty ${ctx.workspace.id} ${ctx.actor.memberId}`}, 0))`.execute(
    ctx.db,
  );
  const { rows } = await sql<{ given: bigint }>`
    select coalesce(sum(points), 0)::int8 as given from loyalty_entries
    where workspace_id = ${ctx.workspace.id} and source = 'hand' and member_id = ${ctx.actor.memberId}
      and at >= ${startOfDay(ctx.workspace.zone, ctx.today)} and kind = 'earn'`.execute(ctx.db);
  const left = colleaguePerDay - Number(rows[0]?.given ?? 0n);
  if (points > left)
    throw refuse('POINTS_LIMIT_OF_DAY', { path: 'points', left: Math.max(0, left), limit: colleaguePerDay });
}
