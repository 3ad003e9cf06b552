import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { Money } from '../../../kernel/contract.ts';
import { refusals } from '../../../kernel/errors.ts';
import { settleAlerts } from '../alerts.ts';
import type { AlertOutcome } from '../contract.ts';
import { caseErrors, lostReasons, type CaseOutcome, type OpenedCase } from './case-contract.ts';
import { ringOnToday, silenceToday } from './deadline.ts';
import { caseToChange, changeCase, minorGiven, noteEvent, type CaseRow } from './folder.ts';
import { forgetLessonOf, teach } from './lessons.ts';
import { dayToCome } from './open-case.ts';
import { purchaseSince } from './purchase-since.ts';
import { readCase } from './read-case.ts';
import { falseAlarmReasons, lessonOf, neededFor, type FalseAlarmReason, type Lesson } from './rules/lesson.ts';

const refuse = refusals(caseErrors);

interface Closing {
  id: string;
  version?: number | undefined;
  outcome: CaseOutcome;
  reason?: string | null | undefined;
  note?: string | null | undefined;
  promisedOn?: string | null | undefined;
  until?: string | null | undefined;
  everyDays?: number | null | undefined;
  spent?: Money | null | undefined;
}

/** Says what became of it: the alert and its reason on Today are settled, and a false alarm teaches the watch. */
export async function closeCase(ctx: Ctx, closing: Closing): Promise<OpenedCase> {
  const row = await caseToChange(ctx, closing);
  const { outcome } = closing;
  const reason = reasonOf(closing);
  const lesson = lessonFrom(ctx, closing);
  const purchase = await purchaseSince(ctx, row);
  const spent = minorGiven(ctx, closing.spent, 'spent');
  await changeCase(ctx, row, {
    closed_on: ctx.today,
    closed_at: ctx.now,
    closed_by_name: ctx.actor.name,
    outcome,
    reason,
    outcome_note: closing.note || null,
    promised_on: outcome === 'promised' ? (closing.promisedOn ?? null) : null,
    returned_on: outcome === 'came_back' ? (purchase?.day ?? null) : null,
    returned_minor: outcome === 'came_back' ? (purchase?.minor ?? null) : null,
    spent_minor: spent ?? row.offer_minor,
    class: await classOf(ctx, row.customer_id),
  });
  await noteEvent(ctx, row.id, 'closed', { outcome, reason });
  await recordAudit(ctx, {
    action: 'retention_case.closed',
    entity: 'retention_case',
    entityId: row.id,
    detail: { outcome, reason },
  });
  await silenceToday(ctx, row);
  await settleAlertOf(ctx, row, outcome, purchase);
  if (lesson) await teach(ctx, row.customer_id, lesson);
  return readCase(ctx, { id: row.id });
}

/** Closed too early, or wrongly: the deadline rings again, and what closing it taught is forgotten. */
export async function reopenCase(ctx: Ctx, asked: { id: string; version?: number | undefined }): Promise<OpenedCase> {
  const row = await caseToChange(ctx, asked, 'closed');
  // Whoever opens one at this moment is waited for, or waits: only one case of a customer is open.
  await sql`select from customers where workspace_id = ${ctx.workspace.id} and id = ${row.customer_id} for update`.execute(
    ctx.db,
  );
  const { rows: open } = await sql`
    select 1 from retention_cases
    where workspace_id = ${ctx.workspace.id} and customer_id = ${row.customer_id} and closed_on is null`.execute(
    ctx.db,
  );
  if (open.length > 0) throw refuse('CASE_OPEN_ALREADY');
  await changeCase(ctx, row, {
    closed_on: null,
    closed_at: null,
    closed_by_name: null,
    outcome: null,
    reason: null,
    outcome_note: null,
    promised_on: null,
    returned_on: null,
    returned_minor: null,
    spent_minor: null,
    class: null,
  });
  await noteEvent(ctx, row.id, 'reopened');
  await recordAudit(ctx, { action: 'retention_case.reopened', entity: 'retention_case', entityId: row.id });
  await ringOnToday(ctx, row);
  if (row.outcome === 'promised' || row.outcome === 'false_alarm') await forgetLessonOf(ctx, row.customer_id);
  return readCase(ctx, { id: row.id });
}

/** A loss and a false alarm say why; of the others it would be idle. */
function reasonOf({ outcome, reason }: Closing): string | null {
  const known: readonly string[] =
    outcome === 'lost' ? lostReasons : outcome === 'false_alarm' ? falseAlarmReasons : [];
  if (known.length === 0) return null;
  if (!reason || !known.includes(reason)) throw refuse('CASE_REASON_NEEDED', { path: 'reason' });
  return reason;
}

function lessonFrom(ctx: Ctx, { outcome, reason, promisedOn, until, everyDays }: Closing): Lesson | null {
  if (outcome === 'promised') {
    if (!promisedOn) throw refuse('CASE_UNTIL_NEEDED', { path: 'promisedOn' });
    const silentUntil = dayToCome(ctx, promisedOn, 'promisedOn');
    return { reason: 'promised', alertDays: null, silentUntil, never: false };
  }
  if (outcome !== 'false_alarm') return null;
  const why = reason as FalseAlarmReason;
  const needed = neededFor(why);
  if (needed === 'everyDays' && !everyDays) throw refuse('CASE_EVERY_DAYS_NEEDED', { path: 'everyDays' });
  if (needed === 'until' && !until) throw refuse('CASE_UNTIL_NEEDED', { path: 'until' });
  return lessonOf(why, {
    everyDays: everyDays ?? undefined,
    until: until && needed === 'until' ? dayToCome(ctx, until, 'until') : undefined,
  });
}

const ALERT_OUTCOMES: Record<CaseOutcome, AlertOutcome> = {
  came_back: 'recovered',
  promised: 'promised',
  lost: 'given_up',
  false_alarm: 'dismissed',
};

/** Whatever alert stands on the customer by now, not only the one it began with. */
async function settleAlertOf(
  ctx: Ctx,
  { customer_id: customerId }: CaseRow,
  outcome: CaseOutcome,
  purchase: { day: string; minor: bigint } | null,
): Promise<void> {
  await settleAlerts(
    ctx,
    sql`
    select a.id, case when a.kind = 'late' and ${outcome === 'came_back' && purchase !== null} then 'bought'
        else ${ALERT_OUTCOMES[outcome]} end as outcome,
      ${ctx.today}::date as settled_on,
      case when a.kind = 'late' and ${outcome === 'came_back'} then ${purchase?.day ?? null}::date - a.last_on end as returned_after_days,
      case when a.kind = 'late' and ${outcome === 'came_back'} then ${purchase?.minor ?? null}::int8 end as returned_minor
    from retention_alerts a
    where a.workspace_id = ${ctx.workspace.id} and a.customer_id = ${customerId} and a.settled_on is null`,
  );
}

async function classOf(ctx: Ctx, customerId: string): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('class_members')
    .select('key')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('scheme', '=', 'value-matrix')
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return row?.key ?? null;
}
