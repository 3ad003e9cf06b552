import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { keptCardOf, type MergedCards } from '../../customers/index.ts';
import { closeBooks, loadLots, openBooks, post, type Account, type Books } from './books.ts';
import { nextDueOf } from './due.ts';
import { publishedVersions, type Version } from '../programme/programme.ts';
import { settleDebt } from './rules/postings.ts';

/**
 * After cards were merged or parted. The lots have moved; entries stay where they were written and are read for the card
 * that stands. Merging adds up. Parting gives each card what its own lots still hold; where that is not what its entries
 * say, because points of one were spent on the other, an entry on either says so: all of them together are nothing.
 */
export async function pointsChangedHands(ctx: Ctx, { keep, merged, undone }: MergedCards): Promise<void> {
  const cards = [keep, ...merged];
  const known = await sql`
    select from loyalty_accounts
    where workspace_id = ${ctx.workspace.id} and customer_id = any (${cards}::uuid[]) limit 1`.execute(ctx.db);
  if (known.rows.length === 0) return;
  const standing = new Set<string>();
  for (const card of cards) standing.add(await keptCardOf(ctx, card));
  const gone = await emptyAccounts(
    ctx,
    cards.filter((card) => !standing.has(card)),
  );
  const books = await openBooks(ctx, cards);
  const kept = books.accounts.get(keep);
  if (kept) inherit(kept, gone, (await publishedVersions(ctx)).at(-1));
  await loadLots(ctx, books);
  const sums = await entrySums(ctx, [...standing]);
  if (undone) part(books, sums);
  else join(books, sums);
  for (const account of books.accounts.values()) {
    account.nextDue = nextDueOf(account, ctx.today);
    account.changed = true;
  }
  await closeBooks(ctx, books);
}

function join(books: Books, sums: ReadonlyMap<string, number>): void {
  for (const account of books.accounts.values()) {
    const held = heldBy(account);
    account.balance = sums.get(account.customerId) ?? 0;
    account.debt = held - account.balance;
    if (account.debt === 0 || held === 0) continue;
    post(books, account, settleDebt({ debt: account.debt, lots: account.lots ?? [] }), {
      kind: 'merge',
      source: 'system',
    });
  }
}

function part(books: Books, sums: ReadonlyMap<string, number>): void {
  const accounts = [...books.accounts.values()];
  const held = accounts.reduce((sum, account) => sum + heldBy(account), 0);
  const total = accounts.reduce((sum, { customerId }) => sum + (sums.get(customerId) ?? 0), 0);
  let debt = held - total;
  for (const account of accounts) {
    // What is owed stays with whom it was owed by, if anybody; at last with the first card.
    const own = Math.min(debt, Math.max(0, -(sums.get(account.customerId) ?? 0)));
    account.debt = account === accounts.at(-1) ? debt : own;
    debt -= account.debt;
    const before = sums.get(account.customerId) ?? 0;
    const points = heldBy(account) - account.debt - before;
    account.balance = before;
    if (points === 0) continue;
    post(books, account, { points, taken: [], lot: null, debt: account.debt }, { kind: 'part', source: 'system' });
  }
}

function heldBy({ lots }: Account): number {
  return (lots ?? []).reduce((sum, { remaining }) => sum + remaining, 0);
}

interface Gone {
  touched: boolean;
  giftedTier: string | null;
}

/** A card that stands for nobody has nothing; the tier it had is told anew for the one that stands. */
async function emptyAccounts(ctx: Ctx, cards: readonly string[]): Promise<Gone[]> {
  const { rows } = await sql<Gone>`
    delete from loyalty_accounts where workspace_id = ${ctx.workspace.id} and customer_id = any (${[...cards]}::uuid[])
    returning touched_customer_id is not null as touched, gifted_tier as "giftedTier"`.execute(ctx.db);
  return rows;
}

/** A gift that one of the cards was given is not given to the other again. */
function inherit(account: Account, gone: readonly Gone[], version: Version | undefined): void {
  const place = (tier: string | null) => version?.rules.tiers.levels.findIndex(({ key }) => key === tier) ?? -1;
  for (const { touched, giftedTier } of gone) {
    if (touched) account.touched = true;
    if (place(giftedTier) > place(account.giftedTier)) account.giftedTier = giftedTier;
  }
}

/** Sum of the entries of each card and of those merged into it. */
async function entrySums(ctx: Ctx, cards: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ card: string; sum: bigint }>`
    select coalesce(c.merged_into, c.id) as card, sum(e.points)::int8 as sum
    from customers c join loyalty_entries e on e.workspace_id = c.workspace_id and e.customer_id = c.id
    where c.workspace_id = ${ctx.workspace.id}
      and (c.id = any (${[...cards]}::uuid[]) or c.merged_into = any (${[...cards]}::uuid[]))
    group by 1`.execute(ctx.db);
  return new Map(rows.map(({ card, sum }) => [card, Number(sum)]));
}
