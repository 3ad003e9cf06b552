import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { refusals } from '../../../kernel/errors.ts';
import { cardIds, reaching } from '../../customers/index.ts';
import { memberNames } from '../../workspaces/index.ts';
import type { AlertFacts } from '../alert-facts.ts';
import { explainStake, sentenceValues } from '../kinds.ts';
import { caseErrors, type OpenedCase } from './case-contract.ts';
import { caseSeen, type CaseRow } from './folder.ts';
import { lessonFor } from './lessons.ts';
import { presentCases } from './present-cases.ts';
import { purchaseSince } from './purchase-since.ts';

const refuse = refusals(caseErrors);

export async function readCase(ctx: Ctx, { id }: { id: string }): Promise<OpenedCase> {
  const row = await caseSeen(ctx, id);
  const bought = row.closed_on === null ? await purchaseSince(ctx, row) : null;
  const [listed] = await presentCases(ctx, [
    { ...row, purchase_on: bought?.day ?? null, purchase_minor: bought?.minor ?? null },
  ]);
  if (!listed) throw refuse('CASE_NOT_FOUND');
  const alert = await alertOf(ctx, row);
  const amount = (minor: bigint | null) => (minor === null ? null : inBase(ctx, minor));
  return {
    ...listed,
    alert: alert && sentence(ctx, alert.kind, alert.facts),
    causeNote: row.cause_note,
    solution: row.solution,
    offer: row.offer,
    offerCost: amount(row.offer_minor),
    budget: amount(row.budget_minor),
    agreedOn: row.agreed_on,
    outcomeNote: row.outcome_note,
    promisedOn: row.promised_on,
    returned:
      row.returned_on === null || row.returned_minor === null
        ? null
        : { on: row.returned_on, amount: inBase(ctx, row.returned_minor) },
    spent: row.closed_on === null ? null : amount(row.spent_minor),
    openedBy: row.opened_by_name,
    closedBy: row.closed_by_name,
    // One after the other: after a change this runs in its transaction, which has one connection.
    steps: await stepsOf(ctx, id),
    events: await eventsOf(ctx, id),
    history: await historyOf(ctx, row),
    lesson: await lessonFor(ctx, row.customer_id),
    explanation: alert ? explainStake(ctx, alert.facts, row.stake_minor) : null,
    mayEdit: (await reaching(ctx, row.customer_id, ['retention.edit'])).size > 0,
  };
}

interface AlertRow {
  id: string;
  kind: string;
  raised_on: string;
  outcome: string | null;
  facts: AlertFacts;
}

async function alertOf(ctx: Ctx, row: CaseRow): Promise<AlertRow | null> {
  if (row.alert_id === null) return null;
  const found = await ctx.db
    .selectFrom('retention_alerts')
    .select(['id', 'kind', 'raised_on', 'outcome', 'facts'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.alert_id)
    .executeTakeFirst();
  return (found as unknown as AlertRow | undefined) ?? null;
}

/** As it was said when the alert was raised. */
function sentence(ctx: Ctx, kind: string, facts: AlertFacts): string {
  const raised = facts.kind === 'late' ? { ...facts, still: true } : facts;
  return translate(ctx.locale, `retention:reasons.${kind}`, sentenceValues(ctx, raised));
}

async function stepsOf(ctx: Ctx, id: string): Promise<OpenedCase['steps']> {
  const { rows } = await sql<{
    id: string;
    title: string;
    due_on: string | null;
    assignee_id: string | null;
    done: boolean;
  }>`
    select t.id, t.title, t.due_on, t.assignee_id, t.done_at is not null as done
    from retention_case_steps s
    join tasks t on t.workspace_id = s.workspace_id and t.id = s.task_id and t.deleted_at is null
    where s.workspace_id = ${ctx.workspace.id} and s.case_id = ${id}
    order by t.done_at is not null, t.due_on, t.id`.execute(ctx.db);
  const names = await memberNames(
    ctx,
    rows.flatMap((row) => row.assignee_id ?? []),
  );
  return rows.map((row) => ({
    taskId: row.id,
    title: row.title,
    dueOn: row.due_on,
    assignee: row.assignee_id === null ? null : { id: row.assignee_id, name: names.get(row.assignee_id) ?? '' },
    done: row.done,
  }));
}

async function eventsOf(ctx: Ctx, id: string): Promise<OpenedCase['events']> {
  const rows = await ctx.db
    .selectFrom('retention_case_events')
    .select(['id', 'kind', 'by_name as by', 'at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('case_id', '=', id)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(100)
    .execute();
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
}

const HISTORY = 30;

async function historyOf(ctx: Ctx, row: CaseRow): Promise<OpenedCase['history']> {
  const cards = await cardIds(ctx, row.customer_id);
  const alerts = (await ctx.db
    .selectFrom('retention_alerts')
    .select(['id', 'kind', 'raised_on', 'outcome', 'facts'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', 'in', cards)
    // The one it began with is told at the top.
    .where('id', 'is distinct from', row.alert_id)
    .where('withheld_until', 'is', null)
    .where((eb) => eb.or([eb('outcome', 'is', null), eb('outcome', '!=', 'withdrawn')]))
    .orderBy('raised_on', 'desc')
    .orderBy('id', 'desc')
    .limit(HISTORY)
    .execute()) as unknown as AlertRow[];
  const cases = await ctx.db
    .selectFrom('retention_cases')
    .select(['id', 'kind', 'opened_on', 'outcome', 'solution'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', 'in', cards)
    .where('id', '!=', row.id)
    .orderBy('opened_at', 'desc')
    .limit(HISTORY)
    .execute();
  const told: OpenedCase['history'] = [
    ...alerts.map(({ id, kind, raised_on: on, outcome, facts }) => {
      return { id, kind: 'alert' as const, on, outcome, text: sentence(ctx, kind, facts) };
    }),
    ...cases.map(({ id, kind, opened_on: on, outcome, solution }) => {
      const text = solution ?? translate(ctx.locale, `retention:cases.kind.${kind}`);
      return { id, kind: 'case' as const, on, outcome, text };
    }),
  ];
  return told.toSorted((a, b) => b.on.localeCompare(a.on)).slice(0, HISTORY);
}
