import { addDays } from '../../../maths/calendar.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { earlier, post, type Account, type Books } from './books.ts';
import { expire } from './rules/postings.ts';

/** Points whose last day is over leave the account, as one entry. */
export function dropExpired(ctx: Ctx, books: Books, account: Account): void {
  const posting = expire({ debt: account.debt, lots: account.lots ?? [] }, ctx.today);
  if (posting) post(books, account, posting, { kind: 'expire', source: 'system' });
}

/** The shop's day on which somebody has to look at the account again. */
export function nextDueOf({ lots, tierUntil }: Account, ripeOn: string | null): string | null {
  const over = (lots ?? []).reduce<string | null>((first, { remaining, expiresOn }) => {
    return remaining > 0 && expiresOn !== null ? earlier(first, addDays(expiresOn, 1)) : first;
  }, null);
  // The day after the tier's last one; with days of grace the review finds nothing yet, and comes again each night.
  return earlier(earlier(over, ripeOn), tierUntil === null ? null : addDays(tierUntil, 1));
}
