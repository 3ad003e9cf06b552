import { sql } from 'kysely';
import { recordAudit } from '../../../../kernel/audit.ts';
import type { Ctx } from '../../../../kernel/context.ts';
import { refusals } from '../../../../kernel/errors.ts';
import { isId, newId } from '../../../../kernel/ids.ts';
import { emit } from '../../../../kernel/outbox.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../../../kernel/paging.ts';
import { isCivilDate } from '../../../../maths/calendar.ts';
import { customerNames, customerSeen } from '../../reach.ts';
import { privacyErrors } from '../errors-contract.ts';
import { dueOf } from '../rules/due.ts';
import { readPrivacySettings } from '../settings.ts';
import {
  requestClosed,
  requestDue,
  type NewRequest,
  type RequestKind,
  type RequestState,
  type RequestView,
  type RequestWithSteps,
} from './contract.ts';

const refuse = refusals(privacyErrors);
const CLOSING: ReadonlySet<string> = new Set(['done', 'refused', 'withdrawn']);

export async function createRequest(ctx: Ctx, input: NewRequest): Promise<RequestWithSteps> {
  const customerId = input.customerId ? (await customerSeen(ctx, input.customerId)).id : null;
  const { law } = await readPrivacySettings(ctx);
  const receivedOn = input.receivedOn ?? ctx.today;
  const id = newId();
  await ctx.db
    .insertInto('customer_requests')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      kind: input.kind,
      customer_id: customerId,
      asked_by: input.askedBy || null,
      note: input.note || null,
      received_on: receivedOn,
      due_on: dueOf(law, receivedOn),
      law,
      state: 'received',
      created_at: ctx.now,
    })
    .execute();
  await addStep(ctx, id, 'received', null);
  await recordAudit(ctx, {
    action: 'privacy_request.received',
    entity: 'privacy_request',
    entityId: id,
    detail: { kind: input.kind },
  });
  return readRequest(ctx, { id });
}

export async function stepRequest(
  ctx: Ctx,
  { id, state, note }: { id: string; state: RequestState; note?: string | null | undefined },
): Promise<RequestWithSteps> {
  const row = await ctx.db
    .selectFrom('customer_requests')
    .select('closed_at')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw refuse('PRIVACY_REQUEST_NOT_FOUND');
  if (row.closed_at) throw refuse('PRIVACY_REQUEST_CLOSED');
  await ctx.db
    .updateTable('customer_requests')
    .set(({ eb }) => ({
      state,
      closed_at: CLOSING.has(state) ? ctx.now : null,
      version: eb('version', '+', 1),
    }))
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await addStep(ctx, id, state, note || null);
  await recordAudit(ctx, {
    action: `privacy_request.${state}`,
    entity: 'privacy_request',
    entityId: id,
  });
  if (CLOSING.has(state)) await emit(ctx, requestClosed, { requestId: id });
  return readRequest(ctx, { id });
}

export async function readRequest(ctx: Ctx, { id }: { id: string }): Promise<RequestWithSteps> {
  const row = await ctx.db
    .selectFrom('customer_requests')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw refuse('PRIVACY_REQUEST_NOT_FOUND');
  const [view] = await present(ctx, [row]);
  const steps = await ctx.db
    .selectFrom('customer_request_steps')
    .select(['state', 'note', 'at', 'by_name as by'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('request_id', '=', id)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return {
    ...(view as RequestView),
    steps: steps.map(({ at, ...step }) => ({ ...step, state: step.state as RequestState, at: at.toISOString() })),
  };
}

interface Asked {
  limit: number;
  cursor?: string | undefined;
  show: 'open' | 'closed';
}

export async function listRequests(ctx: Ctx, { limit, cursor, show }: Asked) {
  const [key, id] = decodeCursor(cursor, 2) ?? [];
  const open = show === 'open';
  const fits = typeof id === 'string' && isId(id) && isKey(String(key), open);
  const closing = sql`to_char(closed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  const { rows } = await sql<Row & { key: string }>`
    select *, ${open ? sql`due_on::text` : closing} as key from customer_requests
    where workspace_id = ${ctx.workspace.id} and closed_at is ${open ? sql`null` : sql`not null`}
      ${!fits ? sql`` : open ? sql`and (due_on, id) > (${String(key)}::date, ${id}::uuid)` : sql`and (closed_at, id) < (${String(key)}::timestamptz, ${id}::uuid)`}
    order by ${open ? sql`due_on, id` : sql`closed_at desc, id desc`} limit ${limit + 1}`.execute(ctx.db);
  const counted = await sql<{ count: number }>`
    select count(*)::int as count from (
      select 1 from customer_requests
      where workspace_id = ${ctx.workspace.id} and closed_at is ${open ? sql`null` : sql`not null`}
      limit ${COUNT_LIMIT + 1}) found`.execute(ctx.db);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: await present(ctx, shown),
    nextCursor: last && rows.length > limit ? encodeCursor([last.key, last.id]) : null,
    count: countOf(counted.rows[0]?.count ?? 0),
  };
}

function isKey(key: string, open: boolean): boolean {
  if (open) return isCivilDate(key);
  return /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}Z$/.test(key) && !Number.isNaN(Date.parse(key));
}

/** Every morning, of each that is due by then. */
export async function tellDue(ctx: Ctx): Promise<void> {
  const rows = await ctx.db
    .selectFrom('customer_requests')
    .select(['id', 'kind', 'due_on'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('closed_at', 'is', null)
    .where(sql<boolean>`due_on <= ${ctx.today}::date + 3`)
    .execute();
  for (const { id: requestId, kind, due_on: dueOn } of rows) {
    await emit(ctx, requestDue, { requestId, kind: kind as RequestKind, dueOn });
  }
}

interface Row {
  id: string;
  kind: string;
  state: string;
  customer_id: string | null;
  asked_by: string | null;
  note: string | null;
  received_on: string;
  due_on: string;
  law: string;
  closed_at: Date | null;
  version: number;
}

async function present(ctx: Ctx, rows: readonly Row[]): Promise<RequestView[]> {
  const names = await customerNames(
    ctx,
    rows.flatMap((row) => row.customer_id ?? []),
  );
  return rows.map((row) => {
    const customer = row.customer_id === null ? undefined : names.get(row.customer_id);
    return {
      id: row.id,
      kind: row.kind as RequestKind,
      state: row.state as RequestState,
      customer: customer ? { id: customer.id, name: customer.name } : null,
      askedBy: row.asked_by,
      note: row.note,
      receivedOn: row.received_on,
      dueOn: row.due_on,
      overdue: row.closed_at === null && row.due_on < ctx.today,
      law: row.law as RequestView['law'],
      closedAt: row.closed_at?.toISOString() ?? null,
      version: row.version,
    };
  });
}

async function addStep(ctx: Ctx, requestId: string, state: RequestState, note: string | null): Promise<void> {
  await ctx.db
    .insertInto('customer_request_steps')
    .values({
      workspace_id: ctx.workspace.id,
      request_id: requestId,
      id: newId(),
      state,
      note,
      at: ctx.now,
      by_name: ctx.actor.name,
    })
    .execute();
}
