import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { dayInWords } from '../../../kernel/i18n/print.ts';
import { raiseReasons, type AnsweredCard, type ReasonKind } from '../../today/index.ts';
import { keepReview, type AccountRow } from './keep-review.ts';

export const REVIEW = 'account_review';

/** "The four-weekly look at this key account is due." */
export const reviewKind: ReasonKind = {
  kind: REVIEW,
  module: 'retention',
  values: (ctx, { params }) => ({
    weeks: params['everyWeeks'] ?? 4,
    aim: params['aim'] || undefined,
    context: params['aim'] ? 'aim' : undefined,
    since: params['since'] ? dayInWords(ctx, String(params['since'])) : '',
  }),
};

interface DueRow {
  id: string;
  customerId: string;
  everyWeeks: number;
  reviewOn: string;
  aim: string | null;
  yearMinor: string;
}

const AT_ONCE = 2_000;

/** Puts the accounts on the desk whose review is due; at night all, after a change the one. */
export async function raiseReviews(ctx: Ctx, customerId: string | null = null): Promise<void> {
  const { rows } = await sql<DueRow>`
    select k.id, k.customer_id as "customerId", k.every_weeks as "everyWeeks", k.review_on as "reviewOn", k.aim,
      coalesce(r.year_minor, 0)::text as "yearMinor"
    from retention_key_accounts k
    join customers c on c.workspace_id = k.workspace_id and c.id = k.customer_id
    left join retention_rhythms r on r.workspace_id = k.workspace_id and r.customer_id = k.customer_id
    where k.workspace_id = ${ctx.workspace.id} and k.ended_on is null and k.review_on <= ${ctx.today}
      and c.binned_at is null ${customerId === null ? sql`` : sql`and k.customer_id = ${customerId}`}
    order by k.review_on, k.id limit ${AT_ONCE}`.execute(ctx.db);
  await raiseReasons(
    ctx,
    rows.map(({ id, customerId: customer, everyWeeks, reviewOn, aim, yearMinor }) => ({
      customerId: customer,
      kind: REVIEW,
      source: `${id} ${reviewOn}`,
      // A tenth: the review loses nothing yet, and stands behind whoever is really leaving.
      stakeMinor: BigInt(yearMinor) / 10n,
      dueOn: reviewOn,
      params: { everyWeeks, aim },
    })),
  );
}

/** "Done" on Today is the review; what was noted there is its note. */
export async function reviewAnswered(ctx: Ctx, card: AnsweredCard): Promise<void> {
  const account = await accountAnswered(ctx, card);
  if (!account || card.outcome === 'later') return;
  if (card.outcome === 'done') {
    await keepReview(ctx, account, { state: 'steady', note: card.note, outcomeId: card.outcomeId });
    return;
  }
  // "Nothing to it": not this time.
  await sql`
    update retention_key_accounts set review_on = ${ctx.today}::date + 7 * every_weeks, version = version + 1
    where workspace_id = ${ctx.workspace.id} and id = ${account.id}`.execute(ctx.db);
}

export async function reviewTakenBack(ctx: Ctx, card: AnsweredCard): Promise<void> {
  const account = await accountAnswered(ctx, card);
  if (!account || card.outcome === 'later') return;
  await ctx.db
    .deleteFrom('retention_account_reviews')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('outcome_id', '=', card.outcomeId)
    .execute();
  await ctx.db
    .updateTable('retention_key_accounts')
    .set({ review_on: dueOf(card) ?? account.review_on, version: account.version + 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', account.id)
    .execute();
}

async function accountAnswered(ctx: Ctx, card: AnsweredCard): Promise<AccountRow | undefined> {
  const id = sourceOf(card)?.split(' ')[0];
  if (id === undefined) return undefined;
  return ctx.db
    .selectFrom('retention_key_accounts')
    .select(['id', 'customer_id', 'every_weeks', 'review_on', 'version'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('ended_on', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

function dueOf(card: AnsweredCard): string | undefined {
  return sourceOf(card)?.split(' ')[1];
}

function sourceOf(card: AnsweredCard): string | undefined {
  return card.reasons.find(({ kind }) => kind === REVIEW)?.source;
}
