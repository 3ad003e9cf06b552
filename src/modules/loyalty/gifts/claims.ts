import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { countOf, COUNT_LIMIT, encodeCursor } from '../../../kernel/paging.ts';
import { cardIds, customerNames, customerSeen, reaching, withinReach } from '../../customers/index.ts';
import { addDays } from '../../../maths/calendar.ts';
import { keptSentence } from '../early/early.ts';
import { isKeptFrom, type MembersFirst } from '../early/rules/members-first.ts';
import { closeBooks } from '../ledger/books.ts';
import { takePoints } from '../ledger/points.ts';
import { placeInTime } from '../ledger/present.ts';
import { takeEntryBack } from '../ledger/reverse.ts';
import { accountToChange } from '../ledger/with-account.ts';
import { reviewCustomers } from '../review.ts';
import { currentVersion, levelAtTill } from '../programme/programme.ts';
import { giftErrors, type ClaimView } from './contract.ts';
import { lockGift } from './gifts.ts';

const refuse = refusals(giftErrors);

/** The points go, and one gift is put aside: the last one is promised once, however many ask. */
export async function claimGift(
  ctx: Ctx,
  { id: giftId, customerId, store }: { id: string; customerId: string; store?: string | null | undefined },
): Promise<ClaimView> {
  const { books, account } = await accountToChange(ctx, customerId, 'loyalty.post');
  const gift = await lockGift(ctx, giftId);
  if (gift.ended_at !== null) throw refuse('GIFT_ENDED');
  await refuseKept(ctx, { tiers: gift.tiers, tiersUntil: gift.tiers_until }, account.tier);
  if (gift.stock === 0) throw refuse('GIFT_OUT_OF_STOCK');
  if (gift.person_limit !== null && (await claimedBy(ctx, giftId, account.customerId)) >= gift.person_limit) {
    throw refuse('GIFT_LIMIT_REACHED', { limit: gift.person_limit });
  }
  await refuseInVain(ctx, gift.upgrade_tier, account.tier);
  const facts = { kind: 'redeem', source: 'gift', reason: gift.name } as const;
  const entry = await takePoints(ctx, books, account, Number(gift.points), facts);
  await closeBooks(ctx, books);
  const id = newId();
  await sql`
    with claim as (
      insert into loyalty_gift_claims (workspace_id, id, gift_id, customer_id, entry_id, points, store, at, by_name)
      values (${ctx.workspace.id}, ${id}, ${giftId}, ${account.customerId}, ${entry.id}, ${gift.points}, ${store || null},
        ${ctx.now}, ${ctx.actor.name}))
    update loyalty_gifts set stock = stock - 1
    where workspace_id = ${ctx.workspace.id} and id = ${giftId} and stock is not null`.execute(ctx.db);
  if (gift.upgrade_tier !== null && gift.upgrade_days !== null) {
    await lift(ctx, id, account.customerId, { tier: gift.upgrade_tier, days: gift.upgrade_days });
  }
  return claimNamed(ctx, id);
}

/** The tier counts from today, and nothing is to be picked up. */
async function lift(ctx: Ctx, claimId: string, customerId: string, { tier, days }: { tier: string; days: number }) {
  await sql`
    with done as (
      update loyalty_gift_claims set collected_at = ${ctx.now}, done_by_name = ${ctx.actor.name}
      where workspace_id = ${ctx.workspace.id} and id = ${claimId}
    )
    insert into loyalty_tier_grants (workspace_id, id, customer_id, claim_id, tier, from_day, until_day)
    values (${ctx.workspace.id}, ${newId()}, ${customerId}, ${claimId}, ${tier}, ${ctx.today}::date,
      ${addDays(ctx.today, days - 1)}::date)`.execute(ctx.db);
  await reviewCustomers(ctx, [customerId]);
}

/** Whoever stands there already, or above, pays for nothing. */
async function refuseInVain(ctx: Ctx, upgrade: string | null, tier: string | null): Promise<void> {
  if (upgrade === null) return;
  const version = await currentVersion(ctx);
  const keys = version?.rules.tiers.levels.map(({ key }) => key) ?? [];
  if (keys.indexOf(upgrade) > Math.max(0, keys.indexOf(tier ?? ''))) return;
  throw refuse('GIFT_UPGRADE_IN_VAIN');
}

async function refuseKept(ctx: Ctx, first: MembersFirst, tier: string | null): Promise<void> {
  if (first.tiers.length === 0) return;
  const version = await currentVersion(ctx);
  if (!isKeptFrom(first, levelAtTill(version, tier)?.key ?? null, ctx.today)) return;
  throw refuse('GIFT_MEMBERS_FIRST', { why: keptSentence(ctx, version, first) });
}

export async function handOutGift(ctx: Ctx, { id }: { id: string }): Promise<ClaimView> {
  await claimToChange(ctx, id);
  await sql`
    update loyalty_gift_claims set collected_at = ${ctx.now}, done_by_name = ${ctx.actor.name}
    where workspace_id = ${ctx.workspace.id} and id = ${id}`.execute(ctx.db);
  return claimNamed(ctx, id);
}

/** The points come back as after any reversal, and the gift goes back to the shelf; one that was won had cost none. */
export async function cancelClaim(ctx: Ctx, { id }: { id: string }): Promise<ClaimView> {
  const claim = await claimToChange(ctx, id);
  if (claim.entryId) await takeEntryBack(ctx, { entryId: claim.entryId, reason: claim.name, withGift: true });
  await sql`
    with claim as (
      update loyalty_gift_claims set cancelled_at = ${ctx.now}, done_by_name = ${ctx.actor.name}
      where workspace_id = ${ctx.workspace.id} and id = ${id})
    update loyalty_gifts set stock = stock + 1
    where workspace_id = ${ctx.workspace.id} and id = ${claim.giftId} and stock is not null`.execute(ctx.db);
  return claimNamed(ctx, id);
}

/** What waits to be picked up, the oldest first; of one customer everything, the newest first. */
export async function listClaims(
  ctx: Ctx,
  { customerId, limit, cursor }: { customerId?: string | undefined; limit: number; cursor?: string | undefined },
) {
  const cards = customerId === undefined ? null : await cardIds(ctx, (await customerSeen(ctx, customerId)).id);
  const place = placeInTime(cursor);
  const within = withinReach(ctx, 'loyalty.read');
  const chosen = cards
    ? sql`c.customer_id = any (${cards}::uuid[])`
    : sql`c.collected_at is null and c.cancelled_at is null ${
        within
          ? sql`and exists (select from customers where customers.workspace_id = c.workspace_id
              and customers.id = c.customer_id and ${within})`
          : sql``
      }`;
  const [beyond, order] = cards ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`];
  const rows = await claimRows(
    ctx,
    sql`and ${chosen} ${place ? sql`and (c.at, c.id) ${beyond} (${place.at}::timestamptz, ${place.id}::uuid)` : sql``}
      order by c.at ${order}, c.id ${order} limit ${limit + 1}`,
  );
  const { rows: counted } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from loyalty_gift_claims c where c.workspace_id = ${ctx.workspace.id} and ${chosen} limit ${COUNT_LIMIT + 1}
    ) counted`.execute(ctx.db);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await present(ctx, page),
    nextCursor: last && rows.length > limit ? encodeCursor([last.at.toISOString(), last.id]) : null,
    count: countOf(counted[0]?.count ?? 0),
  };
}

interface ClaimRow {
  id: string;
  giftId: string;
  name: string;
  customerId: string;
  /** Null where it was won in a draw. */
  entryId: string | null;
  points: bigint;
  store: string | null;
  at: Date;
  by: string;
  state: ClaimView['state'];
}

async function claimRows(ctx: Ctx, more: ReturnType<typeof sql>): Promise<ClaimRow[]> {
  const { rows } = await sql<ClaimRow>`
    select c.id, c.gift_id as "giftId", g.name, c.customer_id as "customerId", c.entry_id as "entryId", c.points, c.store,
      c.at, c.by_name as by, case when c.collected_at is not null then 'collected'
        when c.cancelled_at is not null then 'cancelled' else 'waiting' end as state
    from loyalty_gift_claims c join loyalty_gifts g on g.workspace_id = c.workspace_id and g.id = c.gift_id
    where c.workspace_id = ${ctx.workspace.id} ${more}`.execute(ctx.db);
  return rows;
}

async function claimNamed(ctx: Ctx, id: string): Promise<ClaimView> {
  const [claim] = await present(ctx, await claimRows(ctx, sql`and c.id = ${id}`));
  if (!claim) throw refuse('GIFT_CLAIM_NOT_FOUND');
  return claim;
}

/** The claim, locked behind the account's row, while it still waits. */
async function claimToChange(ctx: Ctx, id: string): Promise<ClaimRow> {
  const [known] = await claimRows(ctx, sql`and c.id = ${id}`);
  if (!known || !(await customerNames(ctx, [known.customerId])).has(known.customerId)) {
    throw refuse('GIFT_CLAIM_NOT_FOUND');
  }
  if (!(await reaching(ctx, known.customerId, ['loyalty.post'])).has('loyalty.post')) {
    throw refuseCommon('NOT_ALLOWED', { permission: 'loyalty.post' });
  }
  await accountToChange(ctx, known.customerId, 'loyalty.post');
  await lockGift(ctx, known.giftId);
  const [claim] = await claimRows(ctx, sql`and c.id = ${id}`);
  if (!claim) throw refuse('GIFT_CLAIM_NOT_FOUND');
  if (claim.state !== 'waiting') throw refuse('GIFT_CLAIM_DONE');
  return claim;
}

async function present(ctx: Ctx, rows: readonly ClaimRow[]): Promise<ClaimView[]> {
  const names = await customerNames(ctx, [...new Set(rows.map(({ customerId }) => customerId))]);
  return rows.map(({ giftId, name, customerId, entryId: _entry, points, at, ...row }) => {
    const customer = names.get(customerId);
    return {
      ...row,
      gift: { id: giftId, name },
      customer: customer ? { id: customer.id, name: customer.name } : null,
      points: Number(points),
      at: at.toISOString(),
    };
  });
}

async function claimedBy(ctx: Ctx, giftId: string, customerId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from loyalty_gift_claims
    where workspace_id = ${ctx.workspace.id} and gift_id = ${giftId} and customer_id = ${customerId}
      and entry_id is not null and cancelled_at is null`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}
