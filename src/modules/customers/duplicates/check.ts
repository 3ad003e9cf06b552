import { sql } from 'kysely';
import { may } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { members } from '../../workspaces/index.ts';
import { findCustomersBy } from '../find-by.ts';
import { phoneKeyOrDigits } from '../phones.ts';
import { presentCustomer } from '../present.ts';
import { visibleCustomers, type CustomerRow } from '../reach.ts';
import { normaliseEmail } from '../rules/email.ts';
import { problemOfBirthday, type Birthday } from '../rules/birthday.ts';
import type { Matches, Typed } from './contract.ts';
import { factsSeen } from './facts-of-row.ts';
import { hashed } from './keys.ts';
import { countStranger } from './limits.ts';
import { evidenceOf, PROPOSED, type Likeness } from './rules/evidence.ts';
import { KEY_KINDS, matchFactsOf, matchKeys, type MatchFacts } from './rules/match-facts.ts';
import { sharingOf } from './sharing.ts';

/** Candidates looked at, and matches named. */
const CANDIDATES = 50;
const NAMED = 5;

/**
 * Who looks like what is being typed. Of customers beyond the caller's reach it is said only that they exist and whom to
 * ask, and that only for a number, phone or e-mail typed whole; asking is counted, so that nobody fishes with it.
 */
export async function checkDuplicates(ctx: Ctx, typed: Typed): Promise<Matches> {
  const facts = factsTyped(ctx, typed);
  const exact = await bearersOf(ctx, typed);
  const ids = [...new Set([...exact, ...(await bearersOfKeys(ctx, facts))])].filter((id) => id !== typed.except);
  if (ids.length === 0) return { items: [], others: [] };
  const rows = await rowsSeen(ctx, ids);
  const sharing = (await sharingOf(ctx, [facts]))(facts);
  const items = rows
    .map((row) => ({ row, like: likenessOf(ctx, facts, typed, row, sharing) }))
    .filter(({ row, like }) => like.score >= PROPOSED || exact.has(row.id))
    .sort((a, b) => b.like.score - a.like.score)
    .slice(0, NAMED)
    .map(({ row, like }) => ({ ...like, customer: presentCustomer(ctx, row) }));
  const seen = new Set(rows.map(({ id }) => id));
  const strangers = [...exact].filter((id) => id !== typed.except && !seen.has(id));
  return { items, others: strangers.length === 0 ? [] : await othersTold(ctx, strangers) };
}

function factsTyped(ctx: Ctx, typed: Typed): MatchFacts {
  const birthday = typed.birthday && plainBirthday(typed.birthday);
  return matchFactsOf({
    kind: typed.kind ?? 'person',
    name: typed.name ?? '',
    phone: (typed.phone && phoneKeyOrDigits(ctx, typed.phone)) || null,
    email: (typed.email && normaliseEmail(typed.email)) || null,
    cardNumber: typed.cardNumber || null,
    externalId: typed.externalId || null,
    gender: typed.gender ?? null,
    birthday: birthday && !problemOfBirthday(birthday, ctx.today) ? birthday : null,
    address: typed.address ?? null,
  });
}

function plainBirthday({ calendar, year, month, day, leapMonth }: NonNullable<Typed['birthday']>): Birthday {
  return { calendar, month, day, ...(year ? { year } : {}), ...(leapMonth ? { leapMonth } : {}) };
}

/** Whoever bears exactly this number, phone or e-mail; merged cards answer with the one that stays. */
async function bearersOf(ctx: Ctx, { phone, email, cardNumber, externalId }: Typed): Promise<Set<string>> {
  const list = (text: string | null | undefined) => (text ? [text] : []);
  const found = await findCustomersBy(ctx, {
    phones: list(phone),
    emails: list(email),
    cardNumbers: list(cardNumber),
    externalIds: list(externalId),
  });
  return new Set(found.map(({ id }) => id).slice(0, CANDIDATES));
}

async function bearersOfKeys(ctx: Ctx, facts: MatchFacts): Promise<string[]> {
  const keys = matchKeys(facts);
  if (keys.length === 0) return [];
  // One key at a time: just after an import nobody knows how many there are, and all of them would be read.
  const { rows } = await sql<{ id: string }>`
    select distinct m.customer_id as id
    from (
      select ${hashed} as hash
      from unnest(${keys.map(({ text }) => text)}::text[],
        ${keys.map(({ kind }) => KEY_KINDS.indexOf(kind))}::int8[]) as k (text, kind)) t
    cross join lateral (
      select k.customer_id from customer_match_keys k
      where k.workspace_id = ${ctx.workspace.id} and k.hash = t.hash limit ${CANDIDATES}) m
    limit ${CANDIDATES}`.execute(ctx.db);
  return rows.map((row) => row.id);
}

async function rowsSeen(ctx: Ctx, ids: readonly string[]): Promise<CustomerRow[]> {
  return ctx.db
    .selectFrom('customers')
    .selectAll()
    .where(visibleCustomers(ctx))
    .where(sql<boolean>`customers.id = any (${[...ids]}::uuid[])`)
    .execute();
}

/** A customer number is no evidence between cards, where it is unique; between a card and what is typed it is. */
function likenessOf(
  ctx: Ctx,
  facts: MatchFacts,
  typed: Typed,
  row: CustomerRow,
  sharing: { phone?: number; email?: number },
): Likeness {
  const like = evidenceOf(facts, factsSeen(ctx, row), sharing);
  return typed.externalId && typed.externalId === row.external_id ? { ...like, score: 100 } : like;
}

async function othersTold(ctx: Ctx, ids: readonly string[]): Promise<{ ask: string }[]> {
  if (ctx.actor.kind !== 'system' && !may(ctx.actor, 'customers.create')) return [];
  await countStranger(ctx);
  const owners = await ctx.db
    .selectFrom('customers')
    .select('owner_id')
    .distinct()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('binned_at', 'is', null)
    .where(sql<boolean>`id = any (${[...ids]}::uuid[])`)
    .limit(NAMED)
    .execute();
  const colleagues = await members(ctx);
  const manager = colleagues.find(({ role }) => role === 'manager') ?? colleagues.find(({ role }) => role === 'owner');
  const names = owners.map(({ owner_id: owner }) => (colleagues.find(({ id }) => id === owner) ?? manager)?.name ?? '');
  return [...new Set(names)].map((ask) => ({ ask }));
}
