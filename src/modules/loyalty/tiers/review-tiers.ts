import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import { post, type Account, type Books } from '../ledger/books.ts';
import { give } from '../ledger/rules/postings.ts';
import { expiryOf } from '../programme/rules/expiry.ts';
import { versionOn, type Version } from '../programme/programme.ts';
import { tierDays, tierGrants, tierTerms } from './facts.ts';
import { standingOn } from './rules/standing.ts';
import { rankOf, type TierState } from './rules/tier-history.ts';

interface TierMove {
  customerId: string;
  from: string | null;
  to: string;
}

/** Everybody's tier as the facts say today; who rises gets the gifts of the levels passed, each once in a life. */
export async function reviewTiers(ctx: Ctx, books: Books, versions: readonly Version[]): Promise<void> {
  const version = versionOn(versions, ctx.today);
  if (!version) return;
  const terms = tierTerms(ctx, versions);
  const ids = [...books.accounts.keys()];
  const [days, grants] = [await tierDays(ctx, ids), await tierGrants(ctx, ids)];
  const moves: TierMove[] = [];
  for (const account of books.accounts.values()) {
    const bought = grants.get(account.customerId) ?? [];
    const standing = standingOn(terms, days.get(account.customerId) ?? [], bought, ctx.today);
    if (!standing) continue;
    const { state, earned } = standing;
    if (account.tier !== state.tier) moves.push({ customerId: account.customerId, from: account.tier, to: state.tier });
    // A tier that was paid for brings its perks and no gift for reaching it.
    welcome(ctx, books, account, earned, version, versions, bought.length > 0);
    stand(account, state);
  }
  await noteMoves(ctx, moves);
}

function stand(account: Account, { tier, since, until }: TierState): void {
  if (account.tier === tier && account.tierSince === since && account.tierUntil === until) return;
  Object.assign(account, { tier, tierSince: since, tierUntil: until, changed: true });
}

/** Who stood there when the programme began was placed, and did not rise. */
function welcome(
  ctx: Ctx,
  books: Books,
  account: Account,
  { tier, since }: TierState,
  version: Version,
  versions: readonly Version[],
  lifted: boolean,
): void {
  const levels = version.rules.tiers.levels;
  const rank = rankOf({ levels: levels.map(({ key }) => ({ key, from: 0 })) }, tier);
  const place = (key: string | null) => levels.findIndex((level) => level.key === key);
  const stood = account.giftedTier === null || lifted ? -1 : place(account.tier);
  const known = Math.max(place(account.giftedTier), stood);
  if (rank <= known) return;
  account.giftedTier = tier;
  account.changed = true;
  if (since <= (versions[0]?.fromDay ?? since)) return;
  const expiresOn = expiryOf(version.rules.expiry, ctx.today);
  for (const level of levels.slice(known + 1, rank + 1)) {
    if (level.gift === 0) continue;
    const posting = give({ debt: account.debt, lots: account.lots ?? [] }, level.gift, { expiresOn, orderId: null });
    if ('refused' in posting) continue;
    post(books, account, posting, { kind: 'earn', source: 'tier', activity: level.key, programmeId: version.id });
  }
}

async function noteMoves(ctx: Ctx, moves: readonly TierMove[]): Promise<void> {
  if (moves.length === 0) return;
  await sql`
    insert into loyalty_tier_moves (workspace_id, id, customer_id, from_tier, to_tier, on_day, at)
    select ${ctx.workspace.id}, id, customer_id, from_tier, to_tier, ${ctx.today}::date, ${ctx.now}
    from unnest(${moves.map(() => newId())}::uuid[], ${moves.map((one) => one.customerId)}::uuid[],
      ${moves.map((one) => one.from)}::text[], ${moves.map((one) => one.to)}::text[])
      as t (id, customer_id, from_tier, to_tier)`.execute(ctx.db);
}
