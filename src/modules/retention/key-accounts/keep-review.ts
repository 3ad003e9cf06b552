import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import { addDays } from '../../../maths/calendar.ts';
import type { AccountReview, AccountState } from './contract.ts';

export interface AccountRow {
  id: string;
  customer_id: string;
  every_weeks: number;
  review_on: string;
  version: number;
}

interface KeptReview {
  state: AccountState;
  note?: string | null | undefined;
  nextOn?: string | undefined;
  outcomeId: string | null;
}

/** Notes the review and sets the day of the next. */
export async function keepReview(ctx: Ctx, account: AccountRow, given: KeptReview): Promise<AccountReview> {
  const review = {
    id: newId(),
    reviewed_on: ctx.today,
    due_on: account.review_on,
    state: given.state,
    note: given.note || null,
    by_name: ctx.actor.name,
  };
  await ctx.db
    .insertInto('retention_account_reviews')
    .values({
      workspace_id: ctx.workspace.id,
      customer_id: account.customer_id,
      account_id: account.id,
      by_member_id: ctx.actor.memberId,
      at: ctx.now,
      outcome_id: given.outcomeId,
      ...review,
    })
    .execute();
  await ctx.db
    .updateTable('retention_key_accounts')
    .set({
      review_on: given.nextOn ?? addDays(ctx.today, 7 * account.every_weeks),
      version: sql`version + 1`,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', account.id)
    .execute();
  await recordAudit(ctx, {
    action: 'key_account.reviewed',
    entity: 'customer',
    entityId: account.customer_id,
    detail: { state: given.state },
  });
  const { id, reviewed_on: on, due_on: dueOn, state, note, by_name: by } = review;
  return { id, on, dueOn, state, note, by };
}
