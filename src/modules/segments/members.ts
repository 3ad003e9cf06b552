import { expressionBuilder, sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import type { DB } from '../../kernel/db/tables.ts';
import { refuse } from '../../kernel/errors.ts';
import { isId } from '../../kernel/ids.ts';
import { inBase } from '../../kernel/i18n/print.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../kernel/paging.ts';
import { customerNames, visibleCustomers } from '../customers/index.ts';
import { memberNames } from '../workspaces/index.ts';
import type { Member } from './contract.ts';
import { lastRun } from './engine/runs.ts';
import { valueOf } from './explain.ts';
import type { MeasuredRow } from './rules/measures.ts';
import type { Scheme } from './rules/schemes.ts';
import { valueInWords } from './schemes/bounds.ts';
import { knownScheme } from './schemes/known.ts';
import { classesOf } from './view.ts';

interface Asked {
  scheme: string;
  key: string;
  branchId?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

interface Row extends MeasuredRow {
  customer_id: string;
  since: string;
  l1: number | null;
  l2: number | null;
  l3: number | null;
}

interface Page {
  items: Member[];
  nextCursor: string | null;
  count: { value: number; exact: boolean };
}

/** The customers of a class, those who brought most first. */
export async function listMembers(ctx: Ctx, asked: Asked): Promise<Page> {
  const { limit, cursor } = asked;
  const [known, run] = await Promise.all([knownScheme(ctx, asked.scheme), lastRun(ctx, asked.scheme)]);
  if (!known || !classesOf(known.scheme, run).includes(asked.key)) throw refuse('NOT_FOUND');
  const from = membersOf(ctx, asked);
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
    items: await present(ctx, known.scheme, run?.asOf ?? ctx.today, shown),
    nextCursor: rows.length > limit && last ? encodeCursor([String(last.amount_minor), last.customer_id]) : null,
    count: countOf(counted.rows[0]?.count ?? 0),
  };
}

function membersOf(ctx: Ctx, { scheme, key, branchId }: Asked): RawBuilder<unknown> {
  const branch = branchId === undefined ? sql`` : sql`and customers.branch_id = ${branchId}`;
  return sql`
    from class_members x
    join customers on customers.workspace_id = x.workspace_id and customers.id = x.customer_id
    where x.workspace_id = ${ctx.workspace.id} and x.scheme = ${scheme} and x.key = ${key} ${branch}
      and ${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())}`;
}

function after(cursor: string | undefined) {
  const [amount, id] = decodeCursor(cursor, 2) ?? [];
  // Of another list: begin again.
  if (!/^-?\d{1,18}$/.test(String(amount)) || typeof id !== 'string' || !isId(id)) return sql``;
  const minor = sql`${String(amount)}::int8`;
  return sql`and (x.amount_minor < ${minor} or (x.amount_minor = ${minor} and x.customer_id > ${id}::uuid))`;
}

async function present(ctx: Ctx, scheme: Scheme, asOf: string, rows: readonly Row[]): Promise<Member[]> {
  const customers = await customerNames(
    ctx,
    rows.map(({ customer_id }) => customer_id),
  );
  const owners = [...customers.values()].flatMap(({ ownerId }) => ownerId ?? []);
  const members = await memberNames(ctx, [...new Set(owners)]);
  const scored = scheme.key === 'rfm';
  return rows.flatMap((row) => {
    const customer = customers.get(row.customer_id);
    if (!customer) return [];
    const { ownerId, ...named } = customer;
    const ownerName = ownerId === null ? undefined : members.get(ownerId);
    return {
      customer: { ...named, owner: ownerId && ownerName ? { id: ownerId, name: ownerName } : null },
      since: row.since,
      purchaseDays: row.purchase_days ?? 0,
      amount: inBase(ctx, row.amount_minor),
      average: inBase(ctx, row.amount_minor / BigInt(row.purchase_days || 1)),
      lastOn: row.last_on,
      scores: scored ? { r: row.l1, f: row.l2, m: row.l3 } : { r: null, f: null, m: null },
      values: valuesOf(ctx, scheme, asOf, row),
    };
  });
}

function valuesOf(ctx: Ctx, { measures }: Scheme, asOf: string, row: Row): Member['values'] {
  const told = measures.map(({ measure }, at): [string, Member['values'][string]] => {
    const value = valueOf(measure, at, row, asOf);
    return [measure, value === null ? null : valueInWords(ctx, measure, value)];
  });
  return Object.fromEntries(told);
}
