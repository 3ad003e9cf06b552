import { sql, type SqlBool } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { COUNT_LIMIT, countOf } from '../../kernel/paging.ts';
import { fieldsKnown } from './fields/definitions.ts';
import type { ListFilter } from './list-filter.ts';
import { phoneKey } from './phones.ts';
import { reachInto, readable } from './masks.ts';
import { noteSeen, reachOf, visibleCustomers, type CustomerRow } from './reach.ts';
import { fitsWithin, guardedTsquery, guardNeeded, searchableWithin, type SearchReach } from './rules/search-guard.ts';
import { nearestTsquery, searchQueryOf, type SearchQuery } from './rules/search-query.ts';
import { rankOf } from './rules/search-rank.ts';
import type { Searchable } from './rules/search-terms.ts';
import { sortNameOf } from './rules/sort-name.ts';
import { searchableOf, type SearchedRow } from './search-terms.ts';

export interface Matches {
  /** Nearest first; of very many only those meant most likely. */
  ids: string[];
  /** Of all who match, not only of those named. */
  count: { value: number; exact: boolean };
  /** Those of them that were read whole already. */
  rows: ReadonlyMap<string, CustomerRow>;
}

/**
 * So many are ranked at most, because ranking costs this process more than finding costs the database. Where more fit
 * (a surname of a tenth of all customers), those meant most likely are asked for once more; the rest follow unranked.
 */
const CANDIDATES = 100;
/** Where a filter holds as well, so many are shown at most. */
const FILTERED = 250;
const NAMESAKES = 50;
const COUNTED = 1_000;
/** As many are read whole at once, which saves the second look. */
const FEW = 50;

/** Who matches what was typed: name, pinyin, initials, part of a phone, e-mail or number. */
export async function matchesOf(ctx: Ctx, typed: string, filter: ListFilter): Promise<Matches> {
  const owners = await ownersOfPhone(ctx, typed, filter);
  if (owners.length > 0) {
    noteSeen(ctx, owners);
    return { ids: owners.map(({ id }) => id), count: countOf(owners.length), rows: byId(owners) };
  }
  const query = searchQueryOf(typed);
  if (!query) return { ids: [], count: countOf(0), rows: new Map() };
  if (isGuarded(ctx, query)) return guardedMatches(ctx, query, filter);
  if (filter.conditions.length > 0) return filteredMatches(ctx, query, filter);
  const ids = await matchIds(ctx, query.tsquery, COUNTED + 1);
  if (ids.length <= FEW) {
    const whole = await wholeRows(ctx, filter).where(among(ids)).execute();
    const ranked = inOrder(ctx, query, whole);
    noteSeen(ctx, whole);
    return { ids: ranked, count: countOf(ranked.length), rows: byId(whole) };
  }
  const ranked = inOrder(ctx, query, await likeliest(ctx, query, typed, filter, ids));
  const known = new Set(ranked);
  return {
    ids: [...ranked, ...ids.filter((id) => !known.has(id))].slice(0, COUNTED),
    count: { value: Math.min(ids.length, COUNTED), exact: ids.length <= COUNTED },
    rows: new Map(),
  };
}

/** The same for other modules, of everybody within reach. */
export async function findCustomers(ctx: Ctx, typed: string): Promise<string[]> {
  return (await matchesOf(ctx, typed, { conditions: [], binned: false, bounds: new Map() })).ids;
}

/** A filter leaves few of many, so it is given many. */
async function filteredMatches(ctx: Ctx, query: SearchQuery, filter: ListFilter): Promise<Matches> {
  const ids = await matchIds(ctx, query.tsquery, COUNT_LIMIT + 1);
  const rows = await candidates(ctx, filter, ids, FILTERED);
  const exact = ids.length <= COUNT_LIMIT && rows.length < FILTERED;
  return { ids: inOrder(ctx, query, rows), count: { value: rows.length, exact }, rows: new Map() };
}

function searchReach(ctx: Ctx): SearchReach {
  return { phone: reachInto(ctx, 'phone'), email: reachInto(ctx, 'email'), cardNumber: reachInto(ctx, 'cardNumber') };
}

function isGuarded(ctx: Ctx, query: SearchQuery): boolean {
  if (ctx.actor.kind === 'system' || ctx.actor.fields === undefined) return false;
  const unseen = Object.keys(ctx.actor.fields).some((name) => {
    return name.startsWith('customers.custom.') && !readable(ctx, name.slice('customers.'.length));
  });
  return unseen || guardNeeded(query, searchReach(ctx));
}

/** For who does not see everything: each that was found is looked at again, whether by what is shown. */
async function guardedMatches(ctx: Ctx, query: SearchQuery, filter: ListFilter): Promise<Matches> {
  const reach = searchReach(ctx);
  const ids = await matchIds(ctx, guardedTsquery(query), COUNTED + 1);
  const found = await candidates(ctx, filter, ids, COUNTED);
  const rows = found.map((row) => shownOf(ctx, row)).filter((row) => fitsWithin(query, searchableFor(ctx, row), reach));
  return {
    ids: inOrder(ctx, query, rows, (customer) => searchableWithin(customer, reach)),
    count: { value: rows.length, exact: ids.length <= COUNTED },
    rows: new Map(),
  };
}

function shownOf(ctx: Ctx, row: Candidate): Candidate {
  const custom = Object.entries((row.custom ?? {}) as object).filter(([key]) => readable(ctx, `custom.${key}`));
  return { ...row, custom: Object.fromEntries(custom) };
}

/** A whole number typed at the counter is looked up in its own index: whoever has it is meant. */
async function ownersOfPhone(ctx: Ctx, typed: string, filter: ListFilter): Promise<CustomerRow[]> {
  if (reachInto(ctx, 'phone') === 'hide') return [];
  const phone = /^[+\d\s()-]{7,}$/.test(typed) ? phoneKey(ctx, typed) : undefined;
  if (!phone) return [];
  return wholeRows(ctx, filter)
    .where('phone', '=', phone)
    .orderBy('sort_name')
    .orderBy('id')
    .limit(NAMESAKES)
    .execute();
}

function byId(rows: readonly CustomerRow[]): ReadonlyMap<string, CustomerRow> {
  return new Map(rows.map((row) => [row.id, row]));
}

async function matchIds(ctx: Ctx, tsquery: string, cap: number): Promise<string[]> {
  const reach = reachOf(ctx);
  // As one text: a thousand rows of one id each take longer to read than to find.
  const { rows } = await sql<{ ids: string | null }>`
    select string_agg(customer_id::text, ' ') as ids
    from customer_matches(${tsquery}, ${reach?.owners ?? null}::uuid[],
      ${reach?.branches ?? []}::uuid[], ${reach?.sharing ?? []}::uuid[], ${cap})`.execute(ctx.db);
  return rows[0]?.ids?.split(' ') ?? [];
}

/** Whoever is called exactly what was typed, or has a phone that ends so, must not be missed among too many. */
async function likeliest(
  ctx: Ctx,
  query: SearchQuery,
  typed: string,
  filter: ListFilter,
  ids: readonly string[],
): Promise<Candidate[]> {
  if (ids.length <= CANDIDATES) return candidates(ctx, filter, ids);
  const nearest = nearestTsquery(query);
  const [likely, called] = await Promise.all([
    nearest === query.tsquery ? [] : matchIds(ctx, nearest, CANDIDATES),
    searchedRows(ctx, filter).where('sort_name', '=', sortNameOf(typed)).limit(NAMESAKES).execute(),
  ]);
  const meant = [...new Set([...likely, ...ids])].slice(0, CANDIDATES);
  return [...(await candidates(ctx, filter, meant)), ...called];
}

function searchableFor(ctx: Ctx, row: Candidate): Searchable {
  return searchableOf(row, fieldsKnown(ctx));
}

function inOrder(
  ctx: Ctx,
  query: SearchQuery,
  rows: readonly Candidate[],
  asShown: (customer: Searchable) => Searchable = (customer) => customer,
): string[] {
  const judged = [...new Map(rows.map((row) => [row.id, row])).values()].map((row) => {
    return { id: row.id, name: row.sort_name, rank: rankOf(query, asShown(searchableFor(ctx, row))) };
  });
  judged.sort((a, b) => b.rank - a.rank || compare(a.name, b.name) || compare(a.id, b.id));
  return judged.map(({ id }) => id);
}

type Candidate = SearchedRow & { sort_name: string };

function wholeRows(ctx: Ctx, filter: ListFilter) {
  let query = ctx.db.selectFrom('customers').selectAll('customers').where(visibleCustomers(ctx));
  for (const condition of filter.conditions) query = query.where(condition);
  return query;
}

function among(ids: readonly string[]) {
  return sql<SqlBool>`customers.id = any (${[...ids]}::uuid[])`;
}

function searchedRows(ctx: Ctx, filter: ListFilter) {
  let query = ctx.db
    .selectFrom('customers')
    .select(['customers.id', 'name', 'sort_name', 'phone', 'email', 'external_id', 'card_number', 'custom'])
    .where(visibleCustomers(ctx));
  for (const condition of filter.conditions) query = query.where(condition);
  return query;
}

async function candidates(
  ctx: Ctx,
  filter: ListFilter,
  ids: readonly string[],
  limit = CANDIDATES,
): Promise<Candidate[]> {
  if (ids.length === 0) return [];
  return searchedRows(ctx, filter).where(among(ids)).limit(limit).execute();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
