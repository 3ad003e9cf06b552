import { sql } from 'kysely';
import { dayIn } from '../../maths/calendar.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { emit } from '../../kernel/outbox.ts';
import { countOf, COUNT_LIMIT, encodeCursor } from '../../kernel/paging.ts';
import { customerSeen } from '../customers/index.ts';
import { customerWithin } from './buyer.ts';
import { orderErrors, visitsChanged, type NewVisitInput, type VisitView } from './contract.ts';
import { placeInTime } from './place-in-time.ts';

const refuse = refusals(orderErrors);

export async function recordVisit(ctx: Ctx, input: NewVisitInput): Promise<VisitView> {
  const customerId = await customerWithin(ctx, input.customerId, 'orders.create');
  const at = input.at ? new Date(input.at) : ctx.now;
  const row = await ctx.db
    .insertInto('visits')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      customer_id: customerId,
      at,
      day: dayIn(ctx.workspace.zone, at),
      store: input.store || null,
      note: input.note || null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await emit(ctx, visitsChanged, { customerIds: [customerId] });
  return present(row);
}

export async function removeVisit(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  const visit = await ctx.db
    .selectFrom('visits')
    .select('customer_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!visit) throw refuse('VISIT_NOT_FOUND');
  await customerWithin(ctx, visit.customer_id, 'orders.create');
  await ctx.db.deleteFrom('visits').where('workspace_id', '=', ctx.workspace.id).where('id', '=', id).execute();
  await emit(ctx, visitsChanged, { customerIds: [visit.customer_id] });
  return { ok: true };
}

export async function listVisits(ctx: Ctx, query: { customerId: string; limit: number; cursor?: string }) {
  const { id: customerId } = await customerSeen(ctx, query.customerId);
  const before = placeInTime(query.cursor);
  const { rows } = await sql<Row>`
    select id, customer_id, at, store, note from visits
    where workspace_id = ${ctx.workspace.id} and customer_id = ${customerId}
      ${before ? sql`and (at, id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``}
    order by at desc, id desc limit ${query.limit + 1}`.execute(ctx.db);
  const counted = await sql<{ count: number }>`
    select count(*)::int as count from (
      select 1 from visits where workspace_id = ${ctx.workspace.id} and customer_id = ${customerId}
      limit ${COUNT_LIMIT + 1}) counted`.execute(ctx.db);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: page.map(present),
    nextCursor: last && rows.length > query.limit ? encodeCursor([last.at.toISOString(), last.id]) : null,
    count: countOf(counted.rows[0]?.count ?? 0),
  };
}

interface Row {
  id: string;
  customer_id: string;
  at: Date;
  store: string | null;
  note: string | null;
}

function present({ id, customer_id: customerId, at, store, note }: Row): VisitView {
  return { id, customerId, at: at.toISOString(), store, note };
}
