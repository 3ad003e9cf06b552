import { sql } from 'kysely';
import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { addDays, daysBetween } from '../../maths/calendar.ts';
import { visibleCustomers } from '../customers/index.ts';
import { todayErrors, type Outcome, type Way } from './contract.ts';
import { tellAnswered, tellTakenBack, type AnsweredCard } from './outcome-listeners.ts';
import { answeredReason, factsOf, type AnsweredReason } from './answered-reasons.ts';

const refuse = refusals(todayErrors);

const LATER_DAYS = 3;
const LATEST_DAYS = 366;

export interface Answer {
  cardId: string;
  outcome: Outcome;
  way?: Way | undefined;
  note?: string | undefined;
  until?: string | undefined;
  reasonIds?: string[] | undefined;
}

/** Done and wrong settle the reasons of a card; later hides them until the chosen day. */
export async function answerCard(ctx: Ctx, answer: Answer) {
  const until = answer.outcome === 'later' ? laterDay(ctx, answer.until) : null;
  const reasons = await lockedReasons(ctx, answer);
  if (reasons.length === 0) throw refuse('TODAY_CARD_NOT_FOUND');
  const card: AnsweredCard = {
    outcomeId: newId(),
    customerId: answer.cardId,
    reasons: reasons.map(factsOf),
    outcome: answer.outcome,
    way: answer.outcome === 'done' ? (answer.way ?? null) : null,
    note: answer.note || null,
    until,
  };
  await insertOutcome(ctx, card, { id: card.outcomeId, outcome: card.outcome, reasons });
  await ctx.db
    .updateTable('today_reasons')
    .set(
      until === null
        ? { settled_at: ctx.now, settled_by: card.outcome, outcome_id: card.outcomeId }
        : { show_from: until, outcome_id: card.outcomeId },
    )
    .where('workspace_id', '=', ctx.workspace.id)
    .where(
      'id',
      'in',
      reasons.map((reason) => reason.id),
    )
    .execute();
  await recordAudit(ctx, {
    action: 'today.answered',
    entity: 'customer',
    entityId: card.customerId,
    detail: { outcome: card.outcome, way: card.way, until },
  });
  await tellAnswered(ctx, card);
  return { id: card.outcomeId, customerId: card.customerId, outcome: card.outcome, until };
}

/** Puts the card back as it was. Only on the same day: later, others may have relied on the answer. */
export async function takeBackOutcome(ctx: Ctx, { id }: { id: string }) {
  const row = await ctx.db
    .selectFrom('today_outcomes')
    .innerJoin('customers', (join) =>
      join
        .onRef('customers.workspace_id', '=', 'today_outcomes.workspace_id')
        .onRef('customers.id', '=', 'today_outcomes.customer_id'),
    )
    .selectAll('today_outcomes')
    .where('today_outcomes.workspace_id', '=', ctx.workspace.id)
    .where('today_outcomes.id', '=', id)
    .where('today_outcomes.outcome', '!=', 'undone')
    .where(visibleCustomers(ctx))
    .executeTakeFirst();
  if (!row) throw refuse('TODAY_OUTCOME_NOT_FOUND');
  if (row.day !== ctx.today) throw refuse('TODAY_OUTCOME_TOO_OLD');
  const reasons = row.reasons as unknown as AnsweredReason[];
  const card: AnsweredCard = {
    outcomeId: id,
    customerId: row.customer_id,
    reasons: reasons.map(factsOf),
    outcome: row.outcome as Outcome,
    way: row.way as Way | null,
    note: row.note,
    until: row.until,
  };
  const undoId = newId();
  const first = await insertOutcome(ctx, card, { id: undoId, outcome: 'undone', reasons, undoes: id });
  if (first) {
    await reopen(ctx, card, reasons);
    await recordAudit(ctx, { action: 'today.answer_taken_back', entity: 'customer', entityId: card.customerId });
    await tellTakenBack(ctx, card);
  }
  return { id, customerId: card.customerId };
}

function laterDay(ctx: Ctx, until: string | undefined): string {
  const day = until ?? addDays(ctx.today, LATER_DAYS);
  const ahead = daysBetween(ctx.today, day);
  if (ahead < 1 || ahead > LATEST_DAYS) throw refuse('TODAY_DAY_UNFIT');
  return day;
}

/** Two people may answer the same card at once: the second finds nothing left to answer. */
async function lockedReasons(ctx: Ctx, { cardId, reasonIds }: Answer): Promise<AnsweredReason[]> {
  let open = ctx.db
    .selectFrom('today_reasons')
    .innerJoin('customers', (join) =>
      join
        .onRef('customers.workspace_id', '=', 'today_reasons.workspace_id')
        .onRef('customers.id', '=', 'today_reasons.customer_id'),
    )
    .selectAll('today_reasons')
    .where('today_reasons.workspace_id', '=', ctx.workspace.id)
    .where('today_reasons.customer_id', '=', cardId)
    .where('today_reasons.settled_at', 'is', null)
    .where('today_reasons.show_from', '<=', ctx.today)
    .where(visibleCustomers(ctx));
  if (reasonIds) open = open.where('today_reasons.id', 'in', reasonIds);
  const rows = await open.orderBy('today_reasons.id').forUpdate('today_reasons').execute();
  return rows.map(answeredReason);
}

interface OutcomeRow {
  id: string;
  outcome: Outcome | 'undone';
  reasons: AnsweredReason[];
  undoes?: string;
}

/** False when the answer had been taken back before. */
async function insertOutcome(ctx: Ctx, card: AnsweredCard, row: OutcomeRow): Promise<boolean> {
  const undone = row.outcome === 'undone';
  const inserted = await ctx.db
    .insertInto('today_outcomes')
    .values({
      workspace_id: ctx.workspace.id,
      id: row.id,
      customer_id: card.customerId,
      outcome: row.outcome,
      way: undone ? null : card.way,
      note: undone ? null : card.note,
      until: undone ? null : card.until,
      reasons: JSON.stringify(row.reasons),
      undoes: row.undoes ?? null,
      day: ctx.today,
      at: ctx.now,
      by_id: ctx.actor.userId ?? ctx.actor.keyId,
      by_name: ctx.actor.name,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** A reason that its module settled meanwhile stays settled. */
async function reopen(ctx: Ctx, card: AnsweredCard, reasons: AnsweredReason[]): Promise<void> {
  await sql`
    update today_reasons r
    set show_from = was.show_from, outcome_id = null,
      settled_at = case when r.settled_by in ('done', 'wrong') then null else r.settled_at end,
      settled_by = case when r.settled_by in ('done', 'wrong') then null else r.settled_by end
    from jsonb_to_recordset(${JSON.stringify(reasons)}::jsonb) as was (id uuid, show_from date)
    where r.workspace_id = ${ctx.workspace.id} and r.id = was.id and r.outcome_id = ${card.outcomeId}`.execute(ctx.db);
}
