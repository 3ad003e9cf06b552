import { sql, type SqlBool } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import type { ListFilter } from './list-filter.ts';
import { ownersInReach, visibleCustomers } from './reach.ts';
import { searchQueryOf } from './rules/search-query.ts';
import { rankOf } from './rules/search-rank.ts';
import { sortNameOf } from './rules/sort-name.ts';
import { searchableOf, type SearchedRow } from './search-terms.ts';

export interface Matches {
  /** Nearest first. */
  ids: string[];
  /** False: more match than were looked at. */
  complete: boolean;
}

/**
 * So many matches are ranked at most. A surname of a tenth of all customers has more: then those called exactly so,
 * and as many others as can be judged in a few milliseconds; nobody reads on to the two-thousandth.
 */
const CANDIDATES = 2_000;
const NAMESAKES = 50;

/** Who matches what was typed: name, pinyin, initials, part of a phone, e-mail or number. */
export async function matchesOf(ctx: Ctx, typed: string, filter: ListFilter): Promise<Matches> {
  const query = searchQueryOf(typed);
  if (!query) return { ids: [], complete: true };
  const found = await sql<{ customer_id: string }>`
    select customer_id from customer_matches(${query.tsquery}, ${ownersInReach(ctx)}::uuid[], ${CANDIDATES + 1})`.execute(
    ctx.db,
  );
  const complete = found.rows.length <= CANDIDATES;
  const ids = found.rows.slice(0, CANDIDATES).map((row) => row.customer_id);
  const rows = await searchedRows(ctx, filter, ids);
  if (!complete) rows.push(...(await namesakes(ctx, filter, typed, new Set(ids))));
  const judged = rows.map((row) => ({ id: row.id, name: row.sort_name, rank: rankOf(query, searchableOf(row)) }));
  judged.sort((a, b) => b.rank - a.rank || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1));
  return { ids: judged.map(({ id }) => id), complete };
}

type Candidate = SearchedRow & { sort_name: string };

function candidates(ctx: Ctx, filter: ListFilter) {
  let query = ctx.db
    .selectFrom('customers')
    .select(['customers.id', 'name', 'sort_name', 'phone', 'email', 'external_id', 'card_number', 'custom'])
    .where(visibleCustomers(ctx));
  for (const condition of filter.conditions) query = query.where(condition);
  return query;
}

async function searchedRows(ctx: Ctx, filter: ListFilter, ids: readonly string[]): Promise<Candidate[]> {
  if (ids.length === 0) return [];
  return candidates(ctx, filter)
    .where(sql<SqlBool>`customers.id = any (${[...ids]}::uuid[])`)
    .execute();
}

/** Whoever is called exactly what was typed must not be missed among too many. */
async function namesakes(ctx: Ctx, filter: ListFilter, typed: string, known: Set<string>): Promise<Candidate[]> {
  const rows = await candidates(ctx, filter).where('sort_name', '=', sortNameOf(typed)).limit(NAMESAKES).execute();
  return rows.filter(({ id }) => !known.has(id));
}
