import { z } from 'zod';
import type { Ctx } from '../../../kernel/context.ts';
import { job } from '../../../kernel/jobs/jobs.ts';
import { dayInWords } from '../../../kernel/i18n/print.ts';
import { customerNames } from '../../customers/index.ts';
import { notify, type NotificationFacts, type NotificationKind } from '../../team/index.ts';
import { raiseReasons, settleReasons, type ReasonKind } from '../../today/index.ts';
import type { CaseRow } from './folder.ts';

const KIND = 'case_due';

/** From its deadline on, the case is a reason on the customer's card of Today, for both colleagues. */
export async function ringOnToday(
  ctx: Ctx,
  row: Pick<CaseRow, 'id' | 'customer_id' | 'due_on' | 'stake_minor'>,
): Promise<void> {
  await silenceToday(ctx, row);
  await raiseReasons(ctx, [
    {
      customerId: row.customer_id,
      kind: KIND,
      // A new deadline is a new occasion, even where the one before was answered.
      source: `${row.id} ${row.due_on}`,
      stakeMinor: row.stake_minor,
      dueOn: row.due_on,
      showFrom: row.due_on,
      params: { caseId: row.id, dueOn: row.due_on },
    },
  ]);
}

export async function silenceToday(ctx: Ctx, { customer_id: customerId }: Pick<CaseRow, 'customer_id'>): Promise<void> {
  await settleReasons(ctx, { kind: KIND, customerIds: [customerId], by: 'moved' });
}

export const caseReasonKind: ReasonKind = {
  kind: KIND,
  module: 'retention',
  values: (ctx, { params }) => ({ day: dayInWords(ctx, String(params['dueOn'])) }),
};

export const caseNotifications: readonly NotificationKind[] = [
  { kind: 'case_assigned', module: 'retention', mail: true, push: true, values: withNames },
  { kind: 'case_due', module: 'retention', mail: true, push: true, values: withNames },
  { kind: 'case_bought', module: 'retention', mail: true, push: true, values: withNames },
];

/** On the day itself, both colleagues are told once. */
export const casesDue = job('retention.cases_due', z.unknown(), (ctx) => ringDue(ctx), { nightly: true });

export async function ringDue(ctx: Ctx): Promise<void> {
  const due = await ctx.db
    .selectFrom('retention_cases')
    .select(['id', 'customer_id', 'sales_id', 'service_id', 'due_on'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('closed_on', 'is', null)
    .where('due_on', '=', ctx.today)
    .execute();
  for (const row of due) {
    await notify(ctx, {
      memberIds: [row.sales_id, row.service_id].filter((id) => id !== null),
      kind: 'case_due',
      params: { customerId: row.customer_id },
      source: `case due ${row.id} ${row.due_on}`,
      link: `/retention/cases/${row.id}`,
      customerId: row.customer_id,
    });
  }
}

async function withNames(ctx: Ctx, facts: readonly NotificationFacts[]): Promise<Record<string, unknown>[]> {
  const ids = facts.map(({ params }) => String(params['customerId']));
  const names = await customerNames(ctx, ids);
  return facts.map(({ params }, n) => ({ ...params, name: names.get(ids[n] ?? '')?.name ?? '–' }));
}
