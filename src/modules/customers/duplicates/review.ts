import { expressionBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { isId } from '../../../kernel/ids.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { presentCustomer } from '../present.ts';
import { visibleCustomers, type CustomerRow } from '../reach.ts';
import type { DuplicateGroup } from './contract.ts';
import { factsSeen } from './facts-of-row.ts';
import { evidenceOf } from './rules/evidence.ts';
import { sharingOf } from './sharing.ts';

interface Query {
  limit: number;
  cursor?: string | undefined;
}

/** Pairs shown of one group, and so cards: a list of hundreds is no longer a comparison. */
const PAIRS_EACH = 30;

/** Groups of cards that may be of one customer, the surest first; only cards within reach, and groups of two at least. */
export async function listDuplicates(ctx: Ctx, { limit, cursor }: Query) {
  const groups = await sql<{ id: string; score: number }>`
    select g.id, g.score from customer_duplicate_groups g
    where g.workspace_id = ${ctx.workspace.id} and ${reviewable(ctx)} ${after(cursor)}
    order by g.score desc, g.id desc limit ${limit + 1}`.execute(ctx.db);
  const counted = await sql<{ count: number }>`
    select count(*)::int as count from (
      select 1 from customer_duplicate_groups g
      where g.workspace_id = ${ctx.workspace.id} and ${reviewable(ctx)} limit ${COUNT_LIMIT + 1}) found`.execute(
    ctx.db,
  );
  const shown = groups.rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: await present(ctx, shown),
    nextCursor: last && groups.rows.length > limit ? encodeCursor([last.score, last.id]) : null,
    count: countOf(counted.rows[0]?.count ?? 0),
  };
}

/** At least two of its cards are there, and within reach. */
function reviewable(ctx: Ctx) {
  return sql`(
    select count(*) from (
      select distinct customers.id from customer_duplicates p
      cross join lateral (values (p.customer_id), (p.other_customer_id)) member (id)
      join customers on customers.workspace_id = p.workspace_id and customers.id = member.id
      where p.workspace_id = g.workspace_id and p.group_id = g.id and ${seen(ctx)} limit 2) cards) = 2`;
}

function seen(ctx: Ctx) {
  return visibleCustomers(ctx, 'customers.merge')(expressionBuilder<DB, 'customers'>());
}

function after(cursor: string | undefined) {
  const [score, id] = decodeCursor(cursor, 2) ?? [];
  if (typeof score !== 'number' || !Number.isInteger(score) || Math.abs(score) > 1000) return sql``;
  return typeof id === 'string' && isId(id) ? sql`and (g.score, g.id) < (${score}::int2, ${id}::uuid)` : sql``;
}

async function present(ctx: Ctx, groups: readonly { id: string; score: number }[]): Promise<DuplicateGroup[]> {
  if (groups.length === 0) return [];
  const pairs = await pairsOf(
    ctx,
    groups.map(({ id }) => id),
  );
  const rows = await cardsOf(ctx, [...new Set(pairs.flatMap(({ a, b }) => [a, b]))]);
  const facts = new Map([...rows.values()].map((row) => [row.id, factsSeen(ctx, row)]));
  const sharing = await sharingOf(ctx, [...facts.values()]);
  return groups.flatMap(({ id, score }) => {
    const own = pairs.filter(({ groupId, a, b }) => groupId === id && rows.has(a) && rows.has(b));
    const cards = [...new Set(own.flatMap(({ a, b }) => [a, b]))].flatMap((card) => rows.get(card) ?? []);
    if (cards.length < 2) return [];
    cards.sort((a, b) => known(b) - known(a) || a.created_at.getTime() - b.created_at.getTime());
    const compared = own.flatMap(({ a, b }) => {
      const [one, other] = [facts.get(a), facts.get(b)];
      return one && other ? [{ a, b, ...evidenceOf(one, other, sharing(one)) }] : [];
    });
    return [{ id, score, customers: cards.map((row) => presentCustomer(ctx, row)), pairs: compared }];
  });
}

async function pairsOf(ctx: Ctx, groups: readonly string[]) {
  const { rows } = await sql<{ groupId: string; a: string; b: string }>`
    select p.group_id as "groupId", p.customer_id as a, p.other_customer_id as b
    from unnest(${[...groups]}::uuid[]) g (id) cross join lateral (
      select * from customer_duplicates d where d.workspace_id = ${ctx.workspace.id} and d.group_id = g.id
      order by d.score desc limit ${PAIRS_EACH}) p
    order by p.score desc`.execute(ctx.db);
  return rows;
}

async function cardsOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, CustomerRow>> {
  const rows = await ctx.db
    .selectFrom('customers')
    .selectAll()
    .where(visibleCustomers(ctx, 'customers.merge'))
    .where(sql<boolean>`customers.id = any (${[...ids]}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** The card that knows most is proposed to stay. */
function known(row: CustomerRow): number {
  const facts = [row.phone, row.email, row.card_number, row.external_id, row.address, row.birthday_month, row.owner_id];
  return facts.filter((fact) => fact !== null).length + (row.stage === 'lead' ? 0 : 2);
}
