import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refuse as refuseCommon } from '../../../kernel/errors.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { isId } from '../../../kernel/ids.ts';
import { countOf, COUNT_LIMIT, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { isCivilDate } from '../../../maths/calendar.ts';
import { customerNames, customerSeen, withinReach } from '../../customers/index.ts';
import { saleNumber } from '../counter/sale-number.ts';
import { placeInTime } from '../ledger/present.ts';
import { usablePoints } from '../ledger/usable.ts';
import { currentVersion, levelAtTill } from '../programme/programme.ts';
import type { CreditAccount, CreditEntry, OpenSale } from './contract.ts';
import { presentStanding, standingOf } from './standing.ts';

export async function readCredit(ctx: Ctx, asked: { customerId: string }): Promise<CreditAccount> {
  const { id } = await customerSeen(ctx, asked.customerId);
  const [version, usable] = await Promise.all([currentVersion(ctx), usablePoints(ctx, [id])]);
  const level = levelAtTill(version, usable.get(id)?.tier ?? null);
  const [standing, rows] = await Promise.all([
    standingOf(ctx, id, level),
    openRows(ctx, sql`c.customer_id = ${id} order by c.due_on, c.id limit ${SHOWN}`),
  ]);
  return { customerId: id, ...presentStanding(ctx, standing), sales: rows.map((row) => presentSale(ctx, row)) };
}

/** Open sales of one customer that are shown; all of them count. */
const SHOWN = 200;

export async function listOpenCredits(ctx: Ctx, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const after = placeByDay(cursor);
  const reach = reached(ctx);
  const rows = await openRows(
    ctx,
    sql`${reach} ${after ? sql`and (c.due_on, c.id) > (${after.day}::date, ${after.id}::uuid)` : sql``}
      order by c.due_on, c.id limit ${limit + 1}`,
  );
  const { rows: counted } = await sql<{ count: number }>`
    select count(*)::int as count from (select from loyalty_credits c
      where c.workspace_id = ${ctx.workspace.id} and ${OPEN} and ${reach} limit ${COUNT_LIMIT + 1}) counted`.execute(
    ctx.db,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const names = await customerNames(ctx, [...new Set(page.map(({ customerId }) => customerId))]);
  return {
    items: page.map((row) => {
      const named = names.get(row.customerId);
      return { ...presentSale(ctx, row), customer: named ? { id: named.id, name: named.name } : null };
    }),
    nextCursor: last && rows.length > limit ? encodeCursor([last.dueOn, last.id]) : null,
    count: countOf(counted[0]?.count ?? 0),
  };
}

export async function creditSummary(ctx: Ctx) {
  const { rows } = await sql<Record<'open' | 'overdue', bigint> & Record<'customers' | 'sales', number>>`
    select coalesce(sum(c.owed_minor - c.paid_minor - c.back_minor), 0)::int8 as open,
      coalesce(sum(c.owed_minor - c.paid_minor - c.back_minor) filter (where c.due_on < ${ctx.today}::date), 0)::int8 as overdue,
      count(distinct c.customer_id)::int as customers, count(*)::int as sales
    from loyalty_credits c where c.workspace_id = ${ctx.workspace.id} and ${OPEN} and ${reached(ctx)}`.execute(ctx.db);
  const { open = 0n, overdue = 0n, customers = 0, sales = 0 } = rows[0] ?? {};
  return { open: inBase(ctx, open), overdue: inBase(ctx, overdue), customers, sales };
}

export async function listCreditEntries(
  ctx: Ctx,
  asked: { customerId: string; limit: number; cursor?: string | undefined },
) {
  const { id } = await customerSeen(ctx, asked.customerId);
  const before = placeInTime(asked.cursor);
  const joined = sql`loyalty_credit_entries e
    join loyalty_credits c on c.workspace_id = e.workspace_id and c.id = e.credit_id`;
  const theirs = sql`e.workspace_id = ${ctx.workspace.id} and c.customer_id = ${id}`;
  const { rows } = await sql<EntryRow>`
    select e.id, e.act_id as "actId", e.kind, e.amount_minor as amount, (
        select sum(a.amount_minor)::int8 from loyalty_credit_entries a
        where a.workspace_id = e.workspace_id and a.act_id = e.act_id) as whole, c.order_id as "orderId",
      o.external_id as "externalId", e.reference, e.reason, e.at, e.day, e.by_name as by,
      e.kind = 'pay' and not exists (select from loyalty_credit_entries r
        where r.workspace_id = e.workspace_id and r.reverses_id = e.id) as reversible
    from ${joined} join orders o on o.workspace_id = c.workspace_id and o.id = c.order_id
    where ${theirs} ${before ? sql`and (e.at, e.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``}
    order by e.at desc, e.id desc limit ${asked.limit + 1}`.execute(ctx.db);
  const { rows: counted } = await sql<{ count: number }>`
    select count(*)::int as count from (select from ${joined} where ${theirs} limit ${COUNT_LIMIT + 1}) counted`.execute(
    ctx.db,
  );
  const page = rows.slice(0, asked.limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => presentEntry(ctx, row)),
    nextCursor: last && rows.length > asked.limit ? encodeCursor([last.at.toISOString(), last.id]) : null,
    count: countOf(counted[0]?.count ?? 0),
  };
}

const OPEN = sql`c.owed_minor > c.paid_minor + c.back_minor`;

/** Of customers within reach. */
function reached(ctx: Ctx) {
  const within = withinReach(ctx, 'loyalty.read');
  if (!within) return sql`true`;
  return sql`exists (select from customers where customers.workspace_id = c.workspace_id
    and customers.id = c.customer_id and ${within})`;
}

interface OpenRow {
  id: string;
  customerId: string;
  orderId: string;
  externalId: string;
  day: string;
  dueOn: string;
  owed: bigint;
  open: bigint;
}

async function openRows(ctx: Ctx, more: ReturnType<typeof sql>): Promise<OpenRow[]> {
  const { rows } = await sql<OpenRow>`
    select c.id, c.customer_id as "customerId", c.order_id as "orderId", o.external_id as "externalId", c.day,
      c.due_on as "dueOn", c.owed_minor as owed, c.owed_minor - c.paid_minor - c.back_minor as open
    from loyalty_credits c join orders o on o.workspace_id = c.workspace_id and o.id = c.order_id
    where c.workspace_id = ${ctx.workspace.id} and ${OPEN} and ${more}`.execute(ctx.db);
  return rows;
}

function presentSale(ctx: Ctx, { id, orderId, externalId, day, dueOn, owed, open }: OpenRow): OpenSale {
  return {
    id,
    orderId,
    number: saleNumber({ id: orderId, externalId }),
    day,
    dueOn,
    owed: inBase(ctx, owed),
    open: inBase(ctx, open),
    overdue: dueOn < ctx.today,
  };
}

interface EntryRow extends Omit<CreditEntry, 'amount' | 'whole' | 'number' | 'at'> {
  amount: bigint;
  whole: bigint;
  externalId: string;
  at: Date;
}

function presentEntry(ctx: Ctx, { amount, whole, externalId, at, ...row }: EntryRow): CreditEntry {
  const number = saleNumber({ id: row.orderId, externalId });
  return { ...row, number, amount: inBase(ctx, amount), whole: inBase(ctx, whole), at: at.toISOString() };
}

function placeByDay(cursor: string | undefined): { day: string; id: string } | null {
  const place = decodeCursor(cursor, 2);
  if (!place) return null;
  const [day, id] = place;
  if (isCivilDate(day) && typeof id === 'string' && isId(id)) return { day, id };
  throw refuseCommon('BAD_INPUT', { path: 'cursor', problem: '' });
}
