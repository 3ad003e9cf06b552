import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { addDays } from '../../../maths/calendar.ts';
import { customerSeen } from '../../customers/index.ts';
import { settleReasons } from '../../today/index.ts';
import { customerToCareFor } from '../indicators/wallet.ts';
import { keyAccountErrors, type AccountReview, type AccountState, type KeyAccount } from './contract.ts';
import { REVIEW, raiseReviews } from './due-reviews.ts';
import { keepReview, type AccountRow } from './keep-review.ts';
import { presentAccounts } from './present.ts';

const refuse = refusals(keyAccountErrors);

interface NewKeyAccount {
  customerId: string;
  aim?: string | null | undefined;
  everyWeeks: number;
  reviewOn?: string | undefined;
}

/** From now on the shop looks at this customer again and again. */
export async function nameKeyAccount(ctx: Ctx, given: NewKeyAccount): Promise<KeyAccount> {
  const customerId = await customerToCareFor(ctx, given.customerId);
  const reviewOn = given.reviewOn ?? addDays(ctx.today, 7 * given.everyWeeks);
  refuseUnfit(ctx, reviewOn);
  const named = await insertAccount(ctx, { ...given, customerId, reviewOn }, null);
  if (!named) throw refuse('KEY_ACCOUNT_THERE');
  await recordAudit(ctx, {
    action: 'key_account.named',
    entity: 'customer',
    entityId: customerId,
    detail: { everyWeeks: given.everyWeeks, reviewOn },
  });
  await raiseReviews(ctx, customerId);
  return shown(ctx, customerId);
}

/** False where the customer is one already. `changeSetId`: goes away with that import. */
export async function insertAccount(
  ctx: Ctx,
  { customerId, aim, everyWeeks, reviewOn }: NewKeyAccount & { reviewOn: string },
  changeSetId: string | null,
): Promise<boolean> {
  const row = await ctx.db
    .insertInto('retention_key_accounts')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      customer_id: customerId,
      since: ctx.today,
      by_name: ctx.actor.name,
      aim: aim || null,
      every_weeks: everyWeeks,
      review_on: reviewOn,
      change_set_id: changeSetId,
    })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'customer_id']).where('ended_on', 'is', null).doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

interface Changes {
  id: string;
  aim?: string | null | undefined;
  everyWeeks?: number | undefined;
  reviewOn?: string | undefined;
  version?: number | undefined;
}

export async function changeKeyAccount(ctx: Ctx, { id, version, ...changes }: Changes): Promise<KeyAccount> {
  const customerId = await customerToCareFor(ctx, id);
  const account = await accountToChange(ctx, customerId);
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== account.version)
    throw refuseCommon('STALE', { current: await shown(ctx, customerId) });
  if (changes.reviewOn !== undefined && changes.reviewOn !== account.review_on) refuseUnfit(ctx, changes.reviewOn);
  await ctx.db
    .updateTable('retention_key_accounts')
    .set({
      ...(changes.aim === undefined ? {} : { aim: changes.aim || null }),
      ...(changes.everyWeeks === undefined ? {} : { every_weeks: changes.everyWeeks }),
      ...(changes.reviewOn === undefined ? {} : { review_on: changes.reviewOn }),
      version: account.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', account.id)
    .execute();
  await recordAudit(ctx, {
    action: 'key_account.changed',
    entity: 'customer',
    entityId: customerId,
    detail: { everyWeeks: changes.everyWeeks, reviewOn: changes.reviewOn, aim: changes.aim !== undefined },
  });
  await moveReason(ctx, account, changes.reviewOn ?? account.review_on);
  return shown(ctx, customerId);
}

export async function releaseKeyAccount(ctx: Ctx, asked: { id: string }): Promise<{ id: string }> {
  const customerId = await customerToCareFor(ctx, asked.id);
  const account = await accountToChange(ctx, customerId);
  await ctx.db
    .updateTable('retention_key_accounts')
    .set({ ended_on: ctx.today, version: account.version + 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', account.id)
    .execute();
  await settleReasons(ctx, { kind: REVIEW, customerIds: [customerId], by: 'released' });
  await recordAudit(ctx, { action: 'key_account.released', entity: 'customer', entityId: customerId, detail: {} });
  return { id: customerId };
}

interface ReviewGiven {
  id: string;
  state: AccountState;
  note?: string | null | undefined;
  nextOn?: string | undefined;
}

export async function reviewAccount(ctx: Ctx, { id, nextOn, ...given }: ReviewGiven): Promise<AccountReview> {
  const customerId = await customerToCareFor(ctx, id);
  const account = await accountToChange(ctx, customerId);
  if (nextOn !== undefined) refuseUnfit(ctx, nextOn);
  const review = await keepReview(ctx, account, { ...given, nextOn, outcomeId: null });
  await moveReason(ctx, account, '');
  return review;
}

/** The account of a customer, locked. */
async function accountToChange(ctx: Ctx, customerId: string): Promise<AccountRow> {
  const row = await ctx.db
    .selectFrom('retention_key_accounts')
    .select(['id', 'customer_id', 'every_weeks', 'review_on', 'version'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .where('ended_on', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw refuse('KEY_ACCOUNT_NOT_FOUND');
  return row;
}

/** The reason on Today belongs to the day it was due; another day is another reason. */
async function moveReason(ctx: Ctx, before: AccountRow, reviewOn: string): Promise<void> {
  if (reviewOn === before.review_on) return;
  await settleReasons(ctx, { kind: REVIEW, customerIds: [before.customer_id], by: 'reviewed' });
  await raiseReviews(ctx, before.customer_id);
}

/** Within the next year: a review in two years is none. */
function refuseUnfit(ctx: Ctx, day: string): void {
  if (day < ctx.today || day > addDays(ctx.today, 366)) throw refuse('KEY_ACCOUNT_DAY_UNFIT', { path: 'reviewOn' });
}

async function shown(ctx: Ctx, customerId: string): Promise<KeyAccount> {
  await customerSeen(ctx, customerId);
  const [account] = await presentAccounts(ctx, [customerId]);
  if (!account) throw refuse('KEY_ACCOUNT_NOT_FOUND');
  return account;
}
