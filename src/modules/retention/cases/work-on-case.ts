import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { Money } from '../../../kernel/contract.ts';
import { giveTask } from '../../team/index.ts';
import type { CaseCause, OpenedCase } from './case-contract.ts';
import { ringOnToday } from './deadline.ts';
import { caseToChange, changeCase, minorGiven, noteEvent } from './folder.ts';
import { admitColleagues, dayToCome } from './open-case.ts';
import { readCase } from './read-case.ts';

interface Changing {
  id: string;
  version?: number | undefined;
}

export async function noteCause(
  ctx: Ctx,
  { causes, note, ...asked }: Changing & { causes: CaseCause[]; note?: string | null | undefined },
): Promise<OpenedCase> {
  const row = await caseToChange(ctx, asked);
  await changeCase(ctx, row, { causes: [...new Set(causes)], cause_note: note || null });
  await noteEvent(ctx, row.id, 'cause');
  await recordAudit(ctx, {
    action: 'retention_case.cause_noted',
    entity: 'retention_case',
    entityId: row.id,
    detail: { causes },
  });
  return readCase(ctx, { id: row.id });
}

interface Agreement extends Changing {
  solution: string;
  offer?: string | null | undefined;
  offerCost?: Money | null | undefined;
  dueOn: string;
}

/** Both colleagues agree on what to do; the new deadline rings anew. */
export async function agreeSolution(
  ctx: Ctx,
  { solution, offer, offerCost, dueOn, ...asked }: Agreement,
): Promise<OpenedCase> {
  const row = await caseToChange(ctx, asked);
  // An agreement may be worded anew after its deadline without moving it.
  const due = dueOn === row.due_on ? dueOn : dayToCome(ctx, dueOn, 'dueOn');
  await changeCase(ctx, row, {
    solution,
    offer: offer || null,
    offer_minor: minorGiven(ctx, offerCost, 'offerCost'),
    due_on: due,
    agreed_on: row.agreed_on ?? ctx.today,
  });
  await noteEvent(ctx, row.id, 'agreed', { dueOn: due });
  await recordAudit(ctx, {
    action: 'retention_case.agreed',
    entity: 'retention_case',
    entityId: row.id,
    detail: { dueOn: due },
  });
  await ringOnToday(ctx, { ...row, due_on: due });
  return readCase(ctx, { id: row.id });
}

interface Step {
  id: string;
  title: string;
  assigneeId?: string | null | undefined;
  dueOn?: string | undefined;
}

/** A step is an ordinary task of the team that says which case it belongs to. */
export async function addStep(ctx: Ctx, { id, title, assigneeId, dueOn }: Step): Promise<OpenedCase> {
  const row = await caseToChange(ctx, { id });
  await admitColleagues(ctx, { assigneeId });
  const task = await giveTask(ctx, {
    title,
    due: { on: dueOn === undefined ? row.due_on : dayToCome(ctx, dueOn, 'dueOn') },
    assigneeId: assigneeId === undefined ? (row.service_id ?? row.sales_id) : assigneeId,
    customerId: row.customer_id,
    link: { label: title, to: `/retention/cases/${row.id}` },
  });
  await ctx.db
    .insertInto('retention_case_steps')
    .values({ workspace_id: ctx.workspace.id, case_id: row.id, task_id: task.id })
    .execute();
  await noteEvent(ctx, row.id, 'step');
  return readCase(ctx, { id: row.id });
}
