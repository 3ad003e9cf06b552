import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { Money } from '../../../kernel/contract.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { addDays } from '../../../maths/calendar.ts';
import { collaborate, customerNames, reaching } from '../../customers/index.ts';
import { notify } from '../../team/index.ts';
import { actorOfMember, members } from '../../workspaces/index.ts';
import { caseErrors, type CaseKind, type OpenedCase } from './case-contract.ts';
import { ringOnToday } from './deadline.ts';
import { admitTo, caseToChange, changeCase, minorGiven, noteEvent, type CaseRow } from './folder.ts';
import { readCase } from './read-case.ts';

const refuse = refusals(caseErrors);

export interface CaseGiven {
  customerId: string;
  kind: CaseKind;
  salesId?: string | null | undefined;
  serviceId?: string | null | undefined;
  dueOn?: string | undefined;
  budget?: Money | null | undefined;
}

export async function openCase(ctx: Ctx, given: CaseGiven): Promise<OpenedCase> {
  const id = await writeCase(ctx, given, null);
  return readCase(ctx, { id });
}

const DAYS_TO_ACT = 7;

/** Answers its id. Sales is the owner of the customer, and service whoever opens it, unless said. */
export async function writeCase(ctx: Ctx, given: CaseGiven, changeSetId: string | null): Promise<string> {
  const customer = (await customerNames(ctx, [given.customerId])).get(given.customerId);
  if (!customer) throw refuse('CASE_CUSTOMER_UNKNOWN', { path: 'customerId' });
  await admitTo(ctx, customer.id);
  const row = await insertCase(ctx, given, customer, changeSetId);
  await noteEvent(ctx, row.id, 'opened');
  await recordAudit(ctx, {
    action: 'retention_case.opened',
    entity: 'retention_case',
    entityId: row.id,
    detail: { customerId: customer.id, kind: given.kind },
  });
  await lookedAfter(ctx, row);
  await letIn(ctx, row);
  await ringOnToday(ctx, row);
  if (changeSetId === null) await tellColleagues(ctx, row, [row.sales_id, row.service_id]);
  return row.id;
}

async function insertCase(
  ctx: Ctx,
  given: CaseGiven,
  customer: { id: string; ownerId: string | null },
  changeSetId: string | null,
): Promise<CaseRow> {
  const dueOn = dayToCome(ctx, given.dueOn ?? addDays(ctx.today, DAYS_TO_ACT), 'dueOn');
  const budget = minorGiven(ctx, given.budget, 'budget');
  const sales = given.salesId === undefined ? customer.ownerId : given.salesId;
  const service = given.serviceId === undefined ? otherThan(sales, ctx.actor.memberId) : given.serviceId;
  await admitColleagues(ctx, { salesId: sales, serviceId: service });
  const alert = await openAlert(ctx, customer.id);
  const row = await ctx.db
    .insertInto('retention_cases')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      customer_id: customer.id,
      kind: given.kind,
      alert_id: alert?.id ?? null,
      sales_id: sales,
      service_id: service,
      stake_minor: alert?.stake_minor ?? (await yearOf(ctx, customer.id)),
      budget_minor: budget,
      due_on: dueOn,
      opened_on: ctx.today,
      opened_at: ctx.now,
      opened_by_name: ctx.actor.name,
      change_set_id: changeSetId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) throw refuse('CASE_OPEN_ALREADY', await openCaseOf(ctx, customer.id));
  return row;
}

/** Both named anew; null is nobody. */
export async function assignCase(
  ctx: Ctx,
  asked: { id: string; version?: number | undefined; salesId: string | null; serviceId: string | null },
): Promise<OpenedCase> {
  const row = await caseToChange(ctx, asked);
  const { salesId, serviceId } = asked;
  const changed = {
    salesId: salesId === row.sales_id ? null : salesId,
    serviceId: serviceId === row.service_id ? null : serviceId,
  };
  await admitColleagues(ctx, changed);
  const next = { ...row, sales_id: salesId, service_id: serviceId };
  await changeCase(ctx, row, { sales_id: salesId, service_id: serviceId });
  await noteEvent(ctx, row.id, 'assigned', { salesId, serviceId });
  await recordAudit(ctx, {
    action: 'retention_case.assigned',
    entity: 'retention_case',
    entityId: row.id,
    detail: { salesId, serviceId },
  });
  await letIn(ctx, next);
  await tellColleagues(ctx, next, [changed.salesId, changed.serviceId]);
  return readCase(ctx, { id: row.id });
}

export function dayToCome(ctx: Ctx, day: string, path: string): string {
  if (day < ctx.today || day > addDays(ctx.today, FARTHEST)) throw refuse('CASE_DAY_UNFIT', { path });
  return day;
}

const FARTHEST = 3650;

export async function admitColleagues(ctx: Ctx, named: Record<string, string | null | undefined>): Promise<void> {
  const wanted = Object.entries(named).filter(([, id]) => id);
  if (wanted.length === 0) return;
  const here = new Set((await members(ctx)).map(({ id }) => id));
  const unknown = wanted.find(([, id]) => !here.has(id as string));
  if (unknown) throw refuse('CASE_COLLEAGUE_UNKNOWN', { path: unknown[0] });
}

/** An alert that became a case is looked after by whoever sells to the customer. */
async function lookedAfter(ctx: Ctx, { alert_id: id, sales_id: sales, service_id: service }: CaseRow): Promise<void> {
  if (id === null) return;
  await ctx.db
    .updateTable('retention_alerts')
    .set({ cared_on: ctx.today, cared_way: 'case', cared_by: sales ?? service })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('cared_on', 'is', null)
    .execute();
}

const LET_IN_AFTERWARDS = 60;

/** Who looks after a case has to see its customer: who does not works on the card until two months after the deadline. */
async function letIn(ctx: Ctx, row: CaseRow): Promise<void> {
  for (const memberId of new Set([row.sales_id, row.service_id])) {
    const colleague = memberId === null ? undefined : await actorOfMember(ctx, memberId);
    if (!colleague || memberId === null) continue;
    const sees = await reaching({ ...ctx, actor: colleague }, row.customer_id, ['customers.read']);
    if (sees.size > 0) continue;
    const until = addDays(row.due_on, LET_IN_AFTERWARDS);
    await collaborate(ctx, { id: row.customer_id, memberId, access: 'edit', until });
  }
}

async function tellColleagues(ctx: Ctx, row: CaseRow, memberIds: readonly (string | null)[]): Promise<void> {
  const told = memberIds.filter((id): id is string => id !== null && id !== ctx.actor.memberId);
  if (told.length === 0) return;
  await notify(ctx, {
    memberIds: told,
    kind: 'case_assigned',
    params: { customerId: row.customer_id, by: ctx.actor.name },
    link: `/retention/cases/${row.id}`,
    customerId: row.customer_id,
  });
}

function otherThan(sales: string | null, memberId: string | null): string | null {
  return memberId === sales ? null : memberId;
}

/** The gravest that stands and is shown. */
function openAlert(ctx: Ctx, customerId: string) {
  return ctx.db
    .selectFrom('retention_alerts')
    .select(['id', 'stake_minor'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .where('settled_on', 'is', null)
    .where('withheld_until', 'is', null)
    .orderBy('stake_minor', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
}

/** What a year with the customer brings while the rhythm holds; nothing where none is known. */
async function yearOf(ctx: Ctx, customerId: string): Promise<bigint> {
  const row = await ctx.db
    .selectFrom('retention_rhythms')
    .select('year_minor')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return row?.year_minor ?? 0n;
}

async function openCaseOf(ctx: Ctx, customerId: string): Promise<{ caseId?: string }> {
  const row = await ctx.db
    .selectFrom('retention_cases')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .where('closed_on', 'is', null)
    .executeTakeFirst();
  return row ? { caseId: row.id } : {};
}
