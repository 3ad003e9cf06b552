import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { cardIds, customerSeen } from '../../customers/index.ts';
import { currentVersion } from '../programme/programme.ts';
import { reviewCustomers } from '../review.ts';
import { closeBooks, loadLots, openBooks, post } from './books.ts';
import { pointErrors, type TransferInput } from './contract.ts';
import { holdingOf } from './points.ts';
import { presentPosted } from './present.ts';
import { give, take } from './rules/postings.ts';
import { accountToChange, onceByBody } from './with-account.ts';

const refuse = refusals(pointErrors);
/** Links of a card that make one household. */
export const FAMILY = ['spouse', 'parent', 'child', 'grandparent', 'grandchild', 'sibling', 'relative', 'household'];

/** From one member of a family to another, by the links on their cards. The points keep their last days. */
export async function transferPoints(ctx: Ctx, input: TransferInput) {
  return onceByBody(ctx, 'POST /loyalty/transfer', input, async () => {
    const from = await customerSeen(ctx, input.customerId);
    const to = await customerSeen(ctx, input.toCustomerId);
    if (from.id === to.id) throw refuse('TRANSFER_TO_ONESELF', { path: 'toCustomerId' });
    if (!(await areFamily(ctx, from.id, to.id))) throw refuse('TRANSFER_NOT_IN_FAMILY', { path: 'toCustomerId' });
    // Both rows in one order, so that two transfers the other way round do not wait for each other for ever.
    await openBooks(ctx, [from.id, to.id]);
    await accountToChange(ctx, from.id, 'loyalty.post');
    await accountToChange(ctx, to.id, 'loyalty.post');
    await reviewCustomers(ctx, [from.id, to.id]);
    const books = await openBooks(ctx, [from.id, to.id]);
    await loadLots(ctx, books);
    const [giver, taker] = [books.accounts.get(from.id), books.accounts.get(to.id)];
    if (!giver || !taker) throw refuse('CUSTOMER_NOT_FOUND');
    const before = new Map(giver.lots?.map((lot) => [lot.id, lot.expiresOn]));
    const taking = take(holdingOf(giver), input.points);
    if ('refused' in taking) throw refuse('POINTS_TOO_FEW', { path: 'points', balance: Math.max(0, giver.balance) });
    const facts = { kind: 'transfer', source: 'hand', reason: input.reason } as const;
    const entry = post(books, giver, taking, facts);
    for (const { lotId, points } of taking.taken) {
      const posting = give(holdingOf(taker), points, { expiresOn: before.get(lotId) ?? null, orderId: null });
      if ('refused' in posting) throw refuse('POINTS_TOO_MANY', { path: 'points' });
      post(books, taker, posting, facts);
    }
    await closeBooks(ctx, books);
    return presentPosted(ctx, entry, await currentVersion(ctx));
  });
}

async function areFamily(ctx: Ctx, one: string, other: string): Promise<boolean> {
  const [a, b] = [await cardIds(ctx, one), await cardIds(ctx, other)];
  const { rows } = await sql`
    select from customer_people
    where workspace_id = ${ctx.workspace.id} and role = any (${FAMILY}::text[]) and (
      (customer_id = any (${a}::uuid[]) and other_customer_id = any (${b}::uuid[]))
      or (customer_id = any (${b}::uuid[]) and other_customer_id = any (${a}::uuid[])))
    limit 1`.execute(ctx.db);
  return rows.length > 0;
}
