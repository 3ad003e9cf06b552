import { expressionBuilder, sql, type RawBuilder, type SqlBool } from 'kysely';
import { may } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { isId } from '../../../kernel/ids.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { addDays, isCivilDate } from '../../../maths/calendar.ts';
import { listDuplicates } from '../duplicates/review.ts';
import { fieldsOf } from '../fields/definitions.ts';
import { reachInto } from '../masks.ts';
import { presentCustomer } from '../present.ts';
import { visibleCustomers, type CustomerRow } from '../reach.ts';
import type { CleanUpItem, CleanUpKind } from './contract.ts';

/** Nobody goes over the same card twice within a quarter. */
const QUARTER_DAYS = 90;
/** Facts older than this are asked for again; the shortest age at which a fact of the card is stale. */
const OLD_AFTER_DAYS = 365;
/** A card that was never looked at. */
const NEVER = '0001-01-01';

interface Query {
  kind: CleanUpKind;
  limit: number;
  cursor?: string | undefined;
}

export async function listCleanUp(ctx: Ctx, { kind, limit, cursor }: Query) {
  await fieldsOf(ctx);
  if (!tellable(ctx, kind)) return { items: [], nextCursor: null, count: { value: 0, exact: true } };
  const order = sql.ref(kind === 'old' ? 'customers.facts_on' : 'customers.checked_on');
  const { rows } = await sql<CustomerRow>`
    select customers.* from customers where ${due(ctx, kind)} ${after(order, cursor)}
    order by ${order}, customers.id limit ${limit + 1}`.execute(ctx.db);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const place = last && (kind === 'old' ? last.facts_on : last.checked_on);
  return {
    items: shown.map((row) => presentItem(ctx, row)),
    nextCursor: last && place && rows.length > limit ? encodeCursor([place, last.id]) : null,
    count: await countDue(ctx, kind),
  };
}

export async function summariseCleanUp(ctx: Ctx) {
  const count = (kind: CleanUpKind) => (tellable(ctx, kind) ? countDue(ctx, kind) : { value: 0, exact: true });
  const doubles = may(ctx.actor, 'customers.merge') ? (await listDuplicates(ctx, { limit: 1 })).count : null;
  return {
    unreachable: await count('unreachable'),
    badPhone: await count('badPhone'),
    old: await count('old'),
    doubles,
  };
}

async function countDue(ctx: Ctx, kind: CleanUpKind) {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (
      select 1 from customers where ${due(ctx, kind)} limit ${COUNT_LIMIT + 1}) found`.execute(ctx.db);
  return countOf(rows[0]?.n ?? 0);
}

/** Whether somebody has a phone is not told to who may not see phones. */
function tellable(ctx: Ctx, kind: CleanUpKind): boolean {
  if (kind === 'old') return true;
  return reachInto(ctx, 'phone') !== 'hide' && (kind === 'badPhone' || reachInto(ctx, 'email') !== 'hide');
}

/** Each has an index of its own, in the order of the list. */
function due(ctx: Ctx, kind: CleanUpKind): RawBuilder<unknown> {
  const conditions: Record<CleanUpKind, RawBuilder<SqlBool>> = {
    unreachable: sql`customers.phone is null and customers.email is null`,
    badPhone: sql`customers.phone not like '+%'`,
    old: sql`customers.facts_on < ${addDays(ctx.today, -OLD_AFTER_DAYS)}`,
  };
  const seen = visibleCustomers(ctx, 'customers.edit')(expressionBuilder<DB, 'customers'>());
  return sql`${seen} and ${conditions[kind]} and customers.checked_on < ${addDays(ctx.today, -QUARTER_DAYS)}`;
}

function after(order: RawBuilder<unknown>, cursor: string | undefined): RawBuilder<unknown> {
  const [day, id] = decodeCursor(cursor, 2) ?? [];
  if (!isCivilDate(day) || typeof id !== 'string' || !isId(id)) return sql``;
  return sql`and (${order}, customers.id) > (${day}::date, ${id}::uuid)`;
}

function presentItem(ctx: Ctx, row: CustomerRow): CleanUpItem {
  const known = (day: string) => (day === NEVER ? null : day);
  return { customer: presentCustomer(ctx, row), factsOn: known(row.facts_on), checkedOn: known(row.checked_on) };
}
