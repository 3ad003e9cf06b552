import { sql } from 'kysely';
import { addDays } from '../../../maths/calendar.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { AGAIN } from '../../../kernel/db/named.ts';
import { newId } from '../../../kernel/ids.ts';
import { emit } from '../../../kernel/outbox.ts';
import { holdCards } from '../../customers/index.ts';
import { pointsChanged } from '../events.ts';
import type { EntryKind } from './contract.ts';
import type { Lot, Posting } from './rules/postings.ts';

/** The points of one customer while their row is locked. */
export interface Account {
  customerId: string;
  balance: number;
  debt: number;
  tier: string | null;
  tierSince: string | null;
  tierUntil: string | null;
  giftedTier: string | null;
  nextDue: string | null;
  /** The last day of the points that the shop was reminded of. */
  remindedFor: string | null;
  /** Open lots; null while nobody needed them. */
  lots: Lot[] | null;
  touched: boolean;
  changed: boolean;
}

/** What one posting says of itself. */
export interface EntryFacts {
  kind: EntryKind;
  source: 'order' | 'activity' | 'hand' | 'tier' | 'gift' | 'draw' | 'referral' | 'reward' | 'system';
  activity?: string | null | undefined;
  reason?: string | null | undefined;
  orderId?: string | null | undefined;
  reversesId?: string | null | undefined;
  programmeId?: string | null | undefined;
}

export interface Entry extends EntryFacts {
  id: string;
  customerId: string;
  points: number;
  balance: number;
}

/** Locked accounts and what is to be written of them: everything goes down in one statement when the books are closed. */
export interface Books {
  accounts: Map<string, Account>;
  entries: Entry[];
  moves: { entryId: string; lotId: string; points: number }[];
  newLots: (Lot & { customerId: string; entryId: string; points: number })[];
}

/** Locks the accounts of these customers, in one order everywhere, after holding their cards. Merged cards count as theirs. */
export async function openBooks(ctx: Ctx, customerIds: readonly string[]): Promise<Books> {
  const cards = [...new Set((await holdCards(ctx, customerIds)).values())].sort();
  await sql`
    insert into loyalty_accounts (workspace_id, customer_id)
    select ${ctx.workspace.id}, c.id from customers c
    where c.workspace_id = ${ctx.workspace.id} and c.id = any (${cards}::uuid[])
      and not exists (select from loyalty_accounts a where a.workspace_id = c.workspace_id and a.customer_id = c.id)
    order by c.id
    on conflict do nothing`.execute(ctx.db);
  const { rows } = await sql<AccountRow>`
    select ${ACCOUNT} from loyalty_accounts a
    where a.workspace_id = ${ctx.workspace.id} and a.customer_id = any (${cards}::uuid[])
    order by a.customer_id for update`.execute(ctx.db);
  return booksOf(rows);
}

export const ACCOUNT = sql`a.customer_id as "customerId", a.balance, a.debt, a.tier, a.tier_since as "tierSince",
  a.tier_until as "tierUntil", a.gifted_tier as "giftedTier", a.next_due as "nextDue", a.reminded_for as "remindedFor",
  a.touched_customer_id is not null as touched`;

export interface AccountRow extends Omit<Account, 'balance' | 'debt' | 'lots' | 'changed'> {
  balance: bigint;
  debt: bigint;
}

export function booksOf(rows: readonly AccountRow[]): Books {
  const accounts = rows.map((row): Account => {
    return { ...row, balance: Number(row.balance), debt: Number(row.debt), lots: null, changed: false };
  });
  return {
    accounts: new Map(accounts.map((account) => [account.customerId, account])),
    entries: [],
    moves: [],
    newLots: [],
  };
}

/** The open lots of all accounts in the books; read once. */
export async function loadLots(ctx: Ctx, books: Books): Promise<void> {
  const without = [...books.accounts.values()].filter(({ lots }) => lots === null);
  if (without.length === 0) return;
  const { rows } = await sql<Omit<Lot, 'remaining'> & { customerId: string; remaining: bigint }>`${AGAIN}
    select id, customer_id as "customerId", remaining, expires_on as "expiresOn", order_id as "orderId"
    from loyalty_lots
    where workspace_id = ${ctx.workspace.id} and customer_id = any (${without.map(({ customerId }) => customerId)}::uuid[])
      and remaining > 0
    order by customer_id, expires_on, id`.execute(ctx.db);
  for (const account of without) account.lots = [];
  for (const { customerId, ...lot } of rows) {
    books.accounts.get(customerId)?.lots?.push({ ...lot, remaining: Number(lot.remaining) });
  }
}

/** Puts a posting into the books; the account in hand looks as it will when they are closed. */
export function post(books: Books, account: Account, posting: Posting, facts: EntryFacts): Entry {
  const id = newId();
  account.balance += posting.points;
  account.debt = posting.debt;
  account.changed = true;
  if (facts.source === 'hand' || facts.source === 'gift' || facts.kind === 'transfer' || facts.kind === 'redeem')
    account.touched = true;
  for (const { lotId, points } of posting.taken) {
    books.moves.push({ entryId: id, lotId, points: -points });
    const lot = account.lots?.find((one) => one.id === lotId);
    if (lot) lot.remaining -= points;
  }
  if (posting.lot) {
    const { points, remaining, expiresOn, orderId } = posting.lot;
    const lot: Lot = { id: newId(), remaining, expiresOn, orderId };
    account.lots?.push(lot);
    books.newLots.push(Object.assign(lot, { customerId: account.customerId, entryId: id, points }));
    // What paid the debt has left the lot as it came.
    if (remaining < points) books.moves.push({ entryId: id, lotId: lot.id, points: remaining - points });
    if (expiresOn !== null && remaining > 0) account.nextDue = earlier(account.nextDue, addDays(expiresOn, 1));
  }
  const entry = { ...facts, id, customerId: account.customerId, points: posting.points, balance: account.balance };
  books.entries.push(entry);
  return entry;
}

export function earlier(a: string | null, b: string | null): string | null {
  return a === null ? b : b === null || a < b ? a : b;
}

/** Entries, lots, moves and balances, in one statement. */
export async function closeBooks(ctx: Ctx, { accounts, entries, moves, newLots }: Books): Promise<void> {
  const changed = [...accounts.values()].filter((account) => account.changed);
  if (changed.length === 0) return;
  // What the system does by itself goes with the customer when an import is undone.
  const byPeople = ctx.actor.kind !== 'system';
  const fresh = new Set(newLots.map(({ id }) => id));
  const old = moves.filter(({ lotId }) => !fresh.has(lotId));
  const of = <Row, Value>(rows: readonly Row[], pick: (row: Row) => Value) => rows.map(pick);
  const workspace = ctx.workspace.id;
  await sql`${AGAIN}
    with entries as (
      insert into loyalty_entries (workspace_id, id, customer_id, kind, points, balance_after, reason, source, activity,
        order_id, reverses_id, programme_id, at, day, member_id, by_name)
      select ${workspace}, id, customer_id, kind, points, balance, reason, source, activity, order_id, reverses_id,
        programme_id, ${ctx.now}, ${ctx.today}::date, ${ctx.actor.memberId}::uuid, ${ctx.actor.name}
      from unnest(${of(entries, (one) => one.id)}::uuid[], ${of(entries, (one) => one.customerId)}::uuid[],
        ${of(entries, (one) => one.kind)}::text[], ${of(entries, (one) => one.points)}::int8[],
        ${of(entries, (one) => one.balance)}::int8[], ${of(entries, (one) => one.reason || null)}::text[],
        ${of(entries, (one) => one.source)}::text[], ${of(entries, (one) => one.activity ?? null)}::text[],
        ${of(entries, (one) => one.orderId ?? null)}::uuid[], ${of(entries, (one) => one.reversesId ?? null)}::uuid[],
        ${of(entries, (one) => one.programmeId ?? null)}::uuid[])
        as t (id, customer_id, kind, points, balance, reason, source, activity, order_id, reverses_id, programme_id)
    ), lots as (
      insert into loyalty_lots (workspace_id, id, customer_id, entry_id, points, remaining, expires_on, order_id)
      select ${workspace}, * from unnest(${of(newLots, (one) => one.id)}::uuid[],
        ${of(newLots, (one) => one.customerId)}::uuid[], ${of(newLots, (one) => one.entryId)}::uuid[],
        ${of(newLots, (one) => one.points)}::int8[], ${of(newLots, (one) => one.remaining)}::int8[],
        ${of(newLots, (one) => one.expiresOn)}::date[], ${of(newLots, (one) => one.orderId)}::uuid[])
    ), taken as (
      update loyalty_lots l set remaining = l.remaining + t.points
      from (select lot_id, sum(points)::int8 as points from unnest(${of(old, (one) => one.lotId)}::uuid[],
        ${of(old, (one) => one.points)}::int8[]) as m (lot_id, points) group by lot_id) t
      where l.workspace_id = ${workspace} and l.id = t.lot_id
    ), moved as (
      insert into loyalty_lot_moves (workspace_id, entry_id, lot_id, points)
      select ${workspace}, * from unnest(${of(moves, (one) => one.entryId)}::uuid[],
        ${of(moves, (one) => one.lotId)}::uuid[], ${of(moves, (one) => one.points)}::int8[])
    )
    update loyalty_accounts a set balance = t.balance, debt = t.debt, tier = t.tier, tier_since = t.tier_since,
      tier_until = t.tier_until, gifted_tier = t.gifted_tier, next_due = t.next_due,
      touched_customer_id = case when t.touched and (a.touched_customer_id is not null or ${byPeople}) then a.customer_id end
    from unnest(${of(changed, (one) => one.customerId)}::uuid[], ${of(changed, (one) => one.balance)}::int8[],
      ${of(changed, (one) => one.debt)}::int8[], ${of(changed, (one) => one.tier)}::text[],
      ${of(changed, (one) => one.tierSince)}::date[], ${of(changed, (one) => one.tierUntil)}::date[],
      ${of(changed, (one) => one.giftedTier)}::text[], ${of(changed, (one) => one.nextDue)}::date[],
      ${of(changed, (one) => one.touched)}::bool[])
      as t (customer_id, balance, debt, tier, tier_since, tier_until, gifted_tier, next_due, touched)
    where a.workspace_id = ${workspace} and a.customer_id = t.customer_id`.execute(ctx.db);
  const minded = changed.filter(({ remindedFor }) => remindedFor !== null);
  if (minded.length > 0) await emit(ctx, pointsChanged, { customerIds: minded.map(({ customerId }) => customerId) });
}
