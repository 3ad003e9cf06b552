import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import { emit } from '../../../kernel/outbox.ts';
import { matchingDue } from './contract.ts';
import { factsOfRow, type MatchedRow } from './facts-of-row.ts';
import { regroup } from './groups.ts';
import { hashed, ofKind } from './keys.ts';
import { removePairsOf } from './pairs.ts';
import { evidenceOf, PROPOSED } from './rules/evidence.ts';
import { KEY_KINDS, matchKeys, type MatchFacts } from './rules/match-facts.ts';
import type { Pair } from './rules/groups-of.ts';

/** Cards compared in one transaction; what is left queues the next. */
const PORTION = 10_000;
/** What more cards than this share (the shop's own phone, typed for everybody) tells nobody apart. */
const SHARED_BY_TOO_MANY = 12;

/**
 * Compares cards that are new or changed with all others: by common keys, in a few statements for all of them. Only one
 * at a time in a workspace, because two who do not see each other's keys would miss each other.
 */
export async function matchDue(ctx: Ctx, portion = PORTION): Promise<void> {
  const taken = await takeDue(ctx, portion);
  if (taken.length === 0) return;
  await compare(ctx, taken);
  if (taken.length === portion) await emit(ctx, matchingDue, {});
}

/** The night compares what nothing else did, and drops what speaks of customers who are gone. */
export async function tidyMatches(ctx: Ctx): Promise<void> {
  const gone = sql`not exists (
    select 1 from customers c where c.workspace_id = x.workspace_id and c.id = x.customer_id and c.binned_at is null)`;
  const wall = sql`x.workspace_id = ${ctx.workspace.id}`;
  await sql`delete from customer_match_keys x where ${wall} and ${gone}`.execute(ctx.db);
  const pairs = await sql<{ group_id: string }>`
    delete from customer_duplicates x
    where ${wall} and (${gone} or not exists (select 1 from customers c
      where c.workspace_id = x.workspace_id and c.id = x.other_customer_id and c.binned_at is null))
    returning group_id`.execute(ctx.db);
  await regroup(ctx, [], [...new Set(pairs.rows.map((row) => row.group_id))]);
  await matchDue(ctx);
}

async function takeDue(ctx: Ctx, portion: number): Promise<string[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`matching ${ctx.workspace.id}`}, 0))`.execute(ctx.db);
  const { rows } = await sql<{ customer_id: string }>`
    delete from customer_match_due d using (
      select customer_id from customer_match_due where workspace_id = ${ctx.workspace.id}
      order by customer_id limit ${portion} for update skip locked) taken
    where d.workspace_id = ${ctx.workspace.id} and d.customer_id = taken.customer_id
    returning d.customer_id`.execute(ctx.db);
  return rows.map((row) => row.customer_id);
}

async function compare(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const cards = await readCards(ctx, ids);
  await writeKeys(ctx, ids, cards);
  const candidates = await candidatesOf(ctx, ids);
  const others = candidates.flatMap(({ b }) => (cards.has(b) ? [] : [b]));
  const known = new Map([...cards, ...(await readCards(ctx, [...new Set(others)]))]);
  const pairs = candidates.flatMap(({ a, b, phone, email }) => {
    const [one, other] = [known.get(a), known.get(b)];
    if (!one || !other || (cards.has(b) && b < a)) return [];
    const { score } = evidenceOf(one, other, { phone, email });
    return score >= PROPOSED ? [a < b ? { a, b, score } : { a: b, b: a, score }] : [];
  });
  const lost = await removePairsOf(ctx, ids);
  await writePairs(ctx, pairs);
  await regroup(ctx, ids, lost);
}

async function readCards(ctx: Ctx, ids: readonly string[]): Promise<Map<string, MatchFacts>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<MatchedRow>`
    select id, kind, name, phone, email, card_number, external_id, gender, birthday_calendar, birthday_year,
      birthday_month, birthday_day, birthday_leap, address
    from customers
    where workspace_id = ${ctx.workspace.id} and binned_at is null and id = any (${[...ids]}::uuid[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, factsOfRow(row)]));
}

async function writeKeys(ctx: Ctx, ids: readonly string[], cards: ReadonlyMap<string, MatchFacts>): Promise<void> {
  const keys = [...cards].flatMap(([id, facts]) => matchKeys(facts).map(({ kind, text }) => ({ id, kind, text })));
  await sql`
    delete from customer_match_keys
    where workspace_id = ${ctx.workspace.id} and customer_id = any (${[...ids]}::uuid[])`.execute(ctx.db);
  await sql`
    insert into customer_match_keys (workspace_id, hash, customer_id)
    select distinct ${ctx.workspace.id}::uuid, ${hashed} as hash, id
    from unnest(${keys.map(({ id }) => id)}::uuid[], ${keys.map(({ text }) => text)}::text[],
      ${keys.map(({ kind }) => KEY_KINDS.indexOf(kind))}::int8[]) as t (id, text, kind)
    order by hash`.execute(ctx.db);
}

interface Candidate {
  a: string;
  b: string;
  /** How many cards bear the phone, the e-mail that both have. */
  phone: number;
  email: number;
}

/** Each of `ids` with every card that has a key in common; without those that a person told apart. */
async function candidatesOf(ctx: Ctx, ids: readonly string[]): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    with mine as materialized (
      select hash, customer_id from customer_match_keys
      where workspace_id = ${ctx.workspace.id} and customer_id = any (${[...ids]}::uuid[])
    ), shared as materialized (
      select k.hash, array_agg(k.customer_id) as bearers
      from (select distinct hash from mine) m
      join customer_match_keys k on k.workspace_id = ${ctx.workspace.id} and k.hash = m.hash
      group by k.hash having count(*) between 2 and ${SHARED_BY_TOO_MANY}
    ), met as (
      select m.customer_id as a, b, s.hash, cardinality(s.bearers) as bearers
      from mine m join shared s on s.hash = m.hash cross join lateral unnest(s.bearers) b
      where b <> m.customer_id
    )
    select t.a, t.b, coalesce(max(t.bearers) filter (where ${ofKind('phone')}), 2) as phone,
      coalesce(max(t.bearers) filter (where ${ofKind('email')}), 2) as email
    from met t
    where not exists (
      select 1 from customer_distinctions d
      where d.workspace_id = ${ctx.workspace.id} and d.customer_id = least(t.a, t.b)
        and d.other_customer_id = greatest(t.a, t.b))
    group by t.a, t.b`.execute(ctx.db);
  return rows;
}

async function writePairs(ctx: Ctx, pairs: readonly Pair[]): Promise<void> {
  if (pairs.length === 0) return;
  // Stands for no group: `regroup` finds them by it and gives each its own.
  const unsorted = newId();
  await sql`
    insert into customer_duplicates (workspace_id, customer_id, other_customer_id, score, group_id)
    select ${ctx.workspace.id}, a, b, score, ${unsorted}
    from unnest(${pairs.map(({ a }) => a)}::uuid[], ${pairs.map(({ b }) => b)}::uuid[],
      ${pairs.map(({ score }) => score)}::int2[]) as t (a, b, score)
    on conflict (workspace_id, customer_id, other_customer_id) do update set score = excluded.score`.execute(ctx.db);
}
