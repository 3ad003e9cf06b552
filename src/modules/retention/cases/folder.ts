import { sql, type Selectable } from 'kysely';
import { expressionBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB, RetentionCases } from '../../../kernel/db/tables.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { MAX_MINOR, parseMoney } from '../../../maths/money.ts';
import { reaching, visibleCustomers } from '../../customers/index.ts';
import { caseErrors } from './case-contract.ts';

export type CaseRow = Selectable<RetentionCases>;
type EventKind = 'opened' | 'assigned' | 'cause' | 'agreed' | 'step' | 'bought' | 'closed' | 'reopened';

const refuse = refusals(caseErrors);

/** The case of a customer whom the actor sees, or CASE_NOT_FOUND. */
export async function caseSeen(ctx: Ctx, id: string): Promise<CaseRow> {
  const row = await oneCase(ctx, id, false);
  if (!row) throw refuse('CASE_NOT_FOUND');
  return row;
}

/** The same, locked; `version` is what the change was made on. */
export async function caseToChange(
  ctx: Ctx,
  { id, version }: { id: string; version?: number | undefined },
  state: 'open' | 'closed' = 'open',
): Promise<CaseRow> {
  const row = await oneCase(ctx, id, true);
  if (!row) throw refuse('CASE_NOT_FOUND');
  await admitTo(ctx, row.customer_id);
  if (state === 'open' && row.closed_on !== null) throw refuse('CASE_CLOSED');
  if (state === 'closed' && row.closed_on === null) throw refuse('CASE_OPEN');
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== row.version)
    throw refuseCommon('STALE', { current: { id, version: row.version } });
  return row;
}

/** Who only sees the customer does not work on their case. */
export async function admitTo(ctx: Ctx, customerId: string): Promise<void> {
  const permission = 'retention.edit';
  if (!(await reaching(ctx, customerId, [permission])).has(permission))
    throw refuseCommon('NOT_ALLOWED', { permission });
}

export async function changeCase(ctx: Ctx, row: CaseRow, changes: Partial<CaseRow>): Promise<void> {
  await ctx.db
    .updateTable('retention_cases')
    .set({ ...changes, version: row.version + 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.id)
    .execute();
}

export async function noteEvent(
  ctx: Ctx,
  caseId: string,
  kind: EventKind,
  detail: Record<string, string | number | null> = {},
): Promise<void> {
  await ctx.db
    .insertInto('retention_case_events')
    .values({
      workspace_id: ctx.workspace.id,
      case_id: caseId,
      id: newId(),
      kind,
      detail: JSON.stringify(detail),
      by_name: ctx.actor.name,
      at: ctx.now,
    })
    .execute();
}

/** Base currency, minor units, zero or more. */
export function minorGiven(
  ctx: Ctx,
  given: { amount: string; currency: string } | null | undefined,
  path: string,
): bigint | null {
  if (!given) return null;
  const minor = parseMoney(given.amount, ctx.workspace.baseCurrency);
  const fits = given.currency === ctx.workspace.baseCurrency && minor.ok && minor.value >= 0n;
  if (!fits || minor.value > MAX_MINOR / 1000n) throw refuse('CASE_AMOUNT_UNFIT', { path });
  return minor.value;
}

function oneCase(ctx: Ctx, id: string, locked: boolean): Promise<CaseRow | undefined> {
  const visible = visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>());
  return sql<CaseRow>`
    select c.* from retention_cases c
    join customers on customers.workspace_id = c.workspace_id and customers.id = c.customer_id
    where c.workspace_id = ${ctx.workspace.id} and c.id = ${id} and ${visible}
    ${locked ? sql`for update of c` : sql``}`
    .execute(ctx.db)
    .then(({ rows }) => rows[0]);
}
