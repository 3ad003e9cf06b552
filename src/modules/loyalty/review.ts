import type { Ctx } from '../../kernel/context.ts';
import { emit } from '../../kernel/outbox.ts';
import { pointsChanged } from './events.ts';
import { closeBooks, loadLots, openBooks, type Books } from './ledger/books.ts';
import { dropExpired, nextDueOf } from './ledger/due.ts';
import { reckonOrders, ripenAndWrite, type Waiting } from './ledger/orders-to-points.ts';
import { reviewStamps } from './stamps/stamps.ts';
import { publishedVersions } from './programme/programme.ts';
import { reviewTiers } from './tiers/review-tiers.ts';

/**
 * Brings customers up to date with the facts: points of their orders, points that have become usable or expired, their
 * tier, their stamps. It may be called at any time and any number of times; nothing is given or taken twice.
 */
export async function reviewCustomers(ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  await reviewPoints(ctx, customerIds);
  // After the accounts, whose rows are locked by then: always in this order.
  await reviewStamps(ctx, customerIds);
}

async function reviewPoints(ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  const versions = await publishedVersions(ctx);
  if (versions.length === 0 || customerIds.length === 0) return;
  const books = await openBooks(ctx, customerIds);
  if (books.accounts.size === 0) return;
  await loadLots(ctx, books);
  const waiting = await reckonOrders(ctx, books, versions);
  await settle(ctx, books, waiting);
  await reviewTiers(ctx, books, versions);
  await closeWithDue(ctx, books, waiting);
  if (books.entries.length > 0) {
    await emit(ctx, pointsChanged, { customerIds: [...new Set(books.entries.map((one) => one.customerId))] });
  }
}

async function settle(ctx: Ctx, books: Books, waiting: Waiting): Promise<void> {
  await ripenAndWrite(ctx, books, waiting);
  for (const account of books.accounts.values()) dropExpired(ctx, books, account);
}

async function closeWithDue(ctx: Ctx, books: Books, waiting: Waiting): Promise<void> {
  for (const account of books.accounts.values()) {
    const due = nextDueOf(account, waiting.nextRipe.get(account.customerId) ?? null);
    if (due === account.nextDue) continue;
    account.nextDue = due;
    account.changed = true;
  }
  await closeBooks(ctx, books);
}
