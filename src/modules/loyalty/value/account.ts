import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { countOf, COUNT_LIMIT, encodeCursor } from '../../../kernel/paging.ts';
import { startOfMonth } from '../../../maths/calendar.ts';
import { customerSeen, withinReach } from '../../customers/index.ts';
import { placeInTime } from '../ledger/present.ts';
import type { ValueAccount, ValueEntry } from './contract.ts';

export async function readValueAccount(ctx: Ctx, asked: { customerId: string }): Promise<ValueAccount> {
  const { id } = await customerSeen(ctx, asked.customerId);
  const { rows } = await sql<{
    id: string;
    kind: 'account' | 'gift';
    tail: string | null;
    paid: bigint;
    bonus: bigint;
  }>`
    select id, kind, code_tail as tail, paid_minor as paid, bonus_minor as bonus from loyalty_value_cards
    where workspace_id = ${ctx.workspace.id} and customer_id = ${id} order by kind, id`.execute(ctx.db);
  const sum = (pick: (row: (typeof rows)[number]) => bigint) => rows.reduce((total, row) => total + pick(row), 0n);
  return {
    customerId: id,
    balance: inBase(
      ctx,
      sum(({ paid, bonus }) => paid + bonus),
    ),
    own: inBase(
      ctx,
      sum(({ paid }) => paid),
    ),
    bonus: inBase(
      ctx,
      sum(({ bonus }) => bonus),
    ),
    cards: rows.map(({ paid, bonus, ...row }) => ({ ...row, balance: inBase(ctx, paid + bonus) })),
  };
}

export async function listValueEntries(
  ctx: Ctx,
  asked: { customerId: string; limit: number; cursor?: string | undefined },
) {
  const { id } = await customerSeen(ctx, asked.customerId);
  const before = placeInTime(asked.cursor);
  const theirs = sql`e.workspace_id = ${ctx.workspace.id} and c.customer_id = ${id}`;
  const joined = sql`loyalty_value_entries e
    join loyalty_value_cards c on c.workspace_id = e.workspace_id and c.id = e.card_id`;
  const { rows } = await sql<EntryRow>`
    select e.id, e.act_id as "actId", e.kind, e.paid_minor as paid, e.bonus_minor as bonus,
      e.balance_after_minor as after, c.kind as "cardKind", c.code_tail as tail, e.reference, e.reason, e.at, e.day,
      e.by_name as by, coalesce((select sum(abs(r.paid_minor + r.bonus_minor)) from loyalty_value_entries r
        where r.workspace_id = e.workspace_id and r.reverses_id = e.id), 0)::int8 as back
    from ${joined}
    where ${theirs} ${before ? sql`and (e.at, e.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``}
    order by e.at desc, e.id desc limit ${asked.limit + 1}`.execute(ctx.db);
  const counted = await sql<{ count: number }>`
    select count(*)::int as count from (select from ${joined} where ${theirs} limit ${COUNT_LIMIT + 1}) counted`.execute(
    ctx.db,
  );
  const page = rows.slice(0, asked.limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => present(ctx, row)),
    nextCursor: last && rows.length > asked.limit ? encodeCursor([last.at.toISOString(), last.id]) : null,
    count: countOf(counted.rows[0]?.count ?? 0),
  };
}

/** What the shop owes in money paid ahead, of the customers within reach and of gift cards that are nobody's yet. */
export async function valueSummary(ctx: Ctx) {
  const within = withinReach(ctx, 'loyalty.read');
  const reached = within
    ? sql`(c.customer_id is null or exists (select from customers where customers.workspace_id = c.workspace_id
        and customers.id = c.customer_id and ${within}))`
    : sql`true`;
  const { rows } = await sql<Record<'own' | 'bonus', bigint> & Record<'cards' | 'gifts', number>>`
    select coalesce(sum(c.paid_minor), 0)::int8 as own, coalesce(sum(c.bonus_minor), 0)::int8 as bonus,
      count(*)::int as cards, count(*) filter (where c.kind = 'gift')::int as gifts
    from loyalty_value_cards c where c.workspace_id = ${ctx.workspace.id} and c.paid_minor + c.bonus_minor > 0
      and ${reached}`.execute(ctx.db);
  const month = await sql<Record<'up' | 'given' | 'used', bigint>>`
    select coalesce(sum(e.paid_minor) filter (where d.kind = 'top_up'), 0)::int8 as up,
      coalesce(sum(e.bonus_minor) filter (where d.kind = 'top_up'), 0)::int8 as given,
      coalesce(-sum(e.paid_minor + e.bonus_minor) filter (where d.kind = 'pay'), 0)::int8 as used
    from loyalty_value_entries e
    join loyalty_value_cards c on c.workspace_id = e.workspace_id and c.id = e.card_id
    cross join lateral (select coalesce((select r.kind from loyalty_value_entries r
      where r.workspace_id = e.workspace_id and r.id = e.reverses_id), e.kind) as kind) d
    where e.workspace_id = ${ctx.workspace.id} and e.day >= ${startOfMonth(ctx.today)}::date and ${reached}`.execute(
    ctx.db,
  );
  const [sums, moved] = [rows[0], month.rows[0]];
  const money = (minor: bigint | undefined) => inBase(ctx, minor ?? 0n);
  return {
    balance: money((sums?.own ?? 0n) + (sums?.bonus ?? 0n)),
    own: money(sums?.own),
    bonus: money(sums?.bonus),
    cards: sums?.cards ?? 0,
    giftCards: sums?.gifts ?? 0,
    month: { toppedUp: money(moved?.up), bonus: money(moved?.given), used: money(moved?.used) },
  };
}

interface EntryRow {
  id: string;
  actId: string;
  kind: ValueEntry['kind'];
  paid: bigint;
  bonus: bigint;
  after: bigint;
  cardKind: 'account' | 'gift';
  tail: string | null;
  reference: string | null;
  reason: string | null;
  at: Date;
  day: string;
  by: string;
  back: bigint;
}

function present(ctx: Ctx, { paid, bonus, after, cardKind, tail, at, back, ...row }: EntryRow): ValueEntry {
  const all = paid + bonus;
  const open = row.kind === 'top_up' || row.kind === 'pay' ? (all < 0n ? -all : all) - back : 0n;
  return {
    ...row,
    amount: inBase(ctx, all),
    bonus: inBase(ctx, bonus),
    balance: inBase(ctx, after),
    card: { kind: cardKind, tail },
    at: at.toISOString(),
    reversible: inBase(ctx, open),
  };
}
