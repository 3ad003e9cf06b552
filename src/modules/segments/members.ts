import { expressionBuilder, sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import type { DB } from '../../kernel/db/tables.ts';
import { refuse } from '../../kernel/errors.ts';
import { isId } from '../../kernel/ids.ts';
import { inBase } from '../../kernel/i18n/print.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../kernel/paging.ts';
import { customerNames, visibleCustomers } from '../customers/index.ts';
import { memberNames } from '../workspaces/index.ts';
import type { Member } from './contract.ts';
import type { ClassedRow } from './explain.ts';
import { CLASSES, type Scheme } from './rules/schemes.ts';

interface Asked {
  scheme: Scheme;
  key: string;
  limit: number;
  cursor?: string | undefined;
}

interface Row extends ClassedRow {
  customer_id: string;
  since: string;
}

interface Page {
  items: Member[];
  nextCursor: string | null;
  count: { value: number; exact: boolean };
}

/** The customers of a class, those who brought most first. */
export async function listMembers(ctx: Ctx, asked: Asked): Promise<Page> {
  const { scheme, key, limit, cursor } = asked;
  if (!CLASSES[scheme].includes(key)) throw refuse('NOT_FOUND');
  const from = membersOf(ctx, scheme, key);
  const [{ rows }, counted] = await Promise.all([
    sql<Row>`
      select x.* ${from} ${after(cursor)} order by x.amount_minor desc, x.customer_id limit ${limit + 1}`.execute(
      ctx.db,
    ),
    sql<{ count: number }>`
      select count(*)::int as count from (select 1 ${from} limit ${COUNT_LIMIT + 1}) found`.execute(ctx.db),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: await present(ctx, shown),
    nextCursor: rows.length > limit && last ? encodeCursor([String(last.amount_minor), last.customer_id]) : null,
    count: countOf(counted.rows[0]?.count ?? 0),
  };
}

function membersOf(ctx: Ctx, scheme: Scheme, key: string) {
  return sql`
    from class_members x
    join customers on customers.workspace_id = x.workspace_id and customers.id = x.customer_id
    where x.workspace_id = ${ctx.workspace.id} and x.scheme = ${scheme} and x.key = ${key}
      and ${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())}`;
}

function after(cursor: string | undefined) {
  const [amount, id] = decodeCursor(cursor, 2) ?? [];
  // Of another list: begin again.
  if (!/^-?\d{1,18}$/.test(String(amount)) || typeof id !== 'string' || !isId(id)) return sql``;
  const minor = sql`${String(amount)}::int8`;
  return sql`and (x.amount_minor < ${minor} or (x.amount_minor = ${minor} and x.customer_id > ${id}::uuid))`;
}

async function present(ctx: Ctx, rows: readonly Row[]): Promise<Member[]> {
  const customers = await customerNames(
    ctx,
    rows.map(({ customer_id }) => customer_id),
  );
  const owners = [...customers.values()].flatMap(({ ownerId }) => ownerId ?? []);
  const members = await memberNames(ctx, [...new Set(owners)]);
  return rows.flatMap((row) => {
    const customer = customers.get(row.customer_id);
    if (!customer) return [];
    const { ownerId, ...named } = customer;
    const ownerName = ownerId === null ? undefined : members.get(ownerId);
    return {
      customer: { ...named, owner: ownerId && ownerName ? { id: ownerId, name: ownerName } : null },
      since: row.since,
      purchaseDays: row.purchase_days,
      amount: inBase(ctx, row.amount_minor),
      average: inBase(ctx, row.amount_minor / BigInt(row.purchase_days)),
      lastOn: row.last_on,
      scores: { r: row.r, f: row.f, m: row.m },
    };
  });
}
