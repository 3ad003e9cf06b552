import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { emit } from '../../../kernel/outbox.ts';
import { addDays } from '../../../maths/calendar.ts';
import { customerNames } from '../../customers/index.ts';
import { refreshWanted } from '../contract.ts';
import { watchCustomers } from '../refresh.ts';
import { caseErrors, type KnownLesson, type RuleProposal } from './case-contract.ts';
import { admitTo } from './folder.ts';
import { proposedSilence, type Lesson, type LessonReason } from './rules/lesson.ts';

const refuse = refusals(caseErrors);

/** The customer is watched by it from now on; a newer lesson takes the place of an older one. */
export async function teach(ctx: Ctx, customerId: string, lesson: Lesson): Promise<void> {
  const row = {
    reason: lesson.reason,
    alert_days: lesson.alertDays,
    silent_until: lesson.silentUntil,
    never: lesson.never,
    by_name: ctx.actor.name,
    at: ctx.now,
  };
  await ctx.db
    .insertInto('retention_lessons')
    .values({ workspace_id: ctx.workspace.id, customer_id: customerId, ...row })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'customer_id']).doUpdateSet(row))
    .execute();
  await watchCustomers(ctx, [customerId]);
}

export async function forgetLesson(ctx: Ctx, { customerId }: { customerId: string }): Promise<{ ok: true }> {
  const customer = (await customerNames(ctx, [customerId])).get(customerId);
  if (!customer) throw refuse('CASE_LESSON_NOT_FOUND');
  await admitTo(ctx, customer.id);
  if (!(await forgetLessonOf(ctx, customer.id))) throw refuse('CASE_LESSON_NOT_FOUND');
  await recordAudit(ctx, { action: 'retention_lesson.forgotten', entity: 'customer', entityId: customer.id });
  return { ok: true };
}

/** False where there was nothing to forget. */
export async function forgetLessonOf(ctx: Ctx, customerId: string): Promise<boolean> {
  const { numDeletedRows } = await ctx.db
    .deleteFrom('retention_lessons')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  if (numDeletedRows === 0n) return false;
  await watchCustomers(ctx, [customerId]);
  return true;
}

export async function lessonFor(ctx: Ctx, customerId: string): Promise<KnownLesson | null> {
  const row = await ctx.db
    .selectFrom('retention_lessons')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    reason: row.reason as LessonReason,
    alertDays: row.alert_days,
    silentUntil: row.silent_until,
    never: row.never,
    by: row.by_name,
    at: row.at.toISOString(),
  };
}

/** False alarms of so many days count. */
const LOOKED_BACK = 180;

/** What the false alarms of a class say together; only somebody of the shop makes a rule of it. */
export async function readClassRules(ctx: Ctx) {
  const [rules, alarms] = await Promise.all([
    ctx.db
      .selectFrom('retention_class_rules')
      .selectAll()
      .where('workspace_id', '=', ctx.workspace.id)
      .orderBy('class')
      .execute(),
    falseAlarms(ctx),
  ]);
  const now = new Map(rules.map((row) => [row.class, row.silent_days]));
  const proposals = alarms.flatMap(({ class: name, ids, silences }): RuleProposal[] => {
    const from = now.get(name) ?? null;
    const to = proposedSilence(silences, from);
    return to === null ? [] : [{ class: name, cases: ids.length, from, to, caseIds: ids }];
  });
  return {
    proposals,
    rules: rules.map((row) => ({ class: row.class, days: row.silent_days, by: row.by_name, at: row.at.toISOString() })),
  };
}

const VALUE_MATRIX = new Set(['spender', 'best', 'uncertain', 'frequent']);

/** Everybody is looked at anew. */
export async function setClassRule(
  ctx: Ctx,
  { class: name, days }: { class: string; days: number | null },
): Promise<{ ok: true }> {
  if (!VALUE_MATRIX.has(name)) throw refuse('CASE_CLASS_UNKNOWN', { path: 'class' });
  const row = { silent_days: days ?? 0, by_name: ctx.actor.name, at: ctx.now };
  if (days === null) {
    await ctx.db
      .deleteFrom('retention_class_rules')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('class', '=', name)
      .execute();
  } else {
    await ctx.db
      .insertInto('retention_class_rules')
      .values({ workspace_id: ctx.workspace.id, class: name, ...row })
      .onConflict((conflict) => conflict.columns(['workspace_id', 'class']).doUpdateSet(row))
      .execute();
  }
  await recordAudit(ctx, {
    action: 'retention_rule.changed',
    entity: 'retention_settings',
    detail: { class: name, days },
  });
  await emit(ctx, refreshWanted, {});
  return { ok: true };
}

/** By class: the silences at which alerts were raised that were none. */
async function falseAlarms(ctx: Ctx) {
  const { rows } = await sql<{ class: string; ids: string[]; silences: number[] }>`
    select c.class, array_agg(c.id::text order by c.id) as ids, array_agg(a.raised_on - a.last_on order by c.id) as silences
    from retention_cases c
    join retention_alerts a on a.workspace_id = c.workspace_id and a.id = c.alert_id and a.kind = 'late'
    where c.workspace_id = ${ctx.workspace.id} and c.outcome = 'false_alarm' and c.class is not null
      and c.reason <> 'not_watched' and c.closed_on > ${addDays(ctx.today, -LOOKED_BACK)}
    group by c.class order by c.class`.execute(ctx.db);
  return rows;
}
