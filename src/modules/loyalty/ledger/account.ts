import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { countOf, COUNT_LIMIT, encodeCursor } from '../../../kernel/paging.ts';
import { cardIds, customerNames, customerSeen, withinReach } from '../../customers/index.ts';
import { worthOf } from '../programme/rules/worth.ts';
import { publishedVersions, versionOn } from '../programme/programme.ts';
import { tierView } from '../tiers/explain.ts';
import { tierDays, tierGrants } from '../tiers/facts.ts';
import type { AccountView, LedgerQuery } from './contract.ts';
import { ENTRY, placeInTime, presentEntry, type EntryRow } from './present.ts';
import { inOrder, isOver } from './rules/postings.ts';
import { NOTHING_USABLE, usablePoints } from './usable.ts';

/** Points and tier as they count today, even before the night has booked what expired. */
export async function readAccount(ctx: Ctx, asked: { customerId: string }): Promise<AccountView> {
  const { id } = await customerSeen(ctx, asked.customerId);
  const [versions, usable, lots, waiting, days, grants] = await Promise.all([
    publishedVersions(ctx),
    usablePoints(ctx, [id]),
    openLots(ctx, id),
    waitingPoints(ctx, id),
    tierDays(ctx, [id]),
    tierGrants(ctx, [id]),
  ]);
  const { balance, debt, points } = usable.get(id) ?? NOTHING_USABLE;
  const version = versionOn(versions, ctx.today);
  return {
    customerId: id,
    balance,
    pending: waiting.points,
    pendingUntil: waiting.until,
    debt,
    worth: version && inBase(ctx, worthOf(version.rules.redeem, version.worthMinor, points)),
    tier: tierView(ctx, versions, days.get(id) ?? [], grants.get(id) ?? []),
    lots: inOrder(lots)
      .filter((lot) => !isOver(lot.expiresOn, ctx.today))
      .map(({ remaining, expiresOn }) => ({ remaining, expiresOn })),
  };
}

export async function listEntries(ctx: Ctx, { customerId, ...query }: LedgerQuery & { customerId: string }) {
  const { id } = await customerSeen(ctx, customerId);
  const cards = await cardIds(ctx, id);
  const { items, ...page } = await pageOf(ctx, query, sql`e.customer_id = any (${cards}::uuid[])`);
  return { items: items.map(({ customer: _same, ...entry }) => entry), ...page };
}

/** Everybody's whom the actor may see. */
export async function listLedger(ctx: Ctx, query: LedgerQuery) {
  const within = withinReach(ctx, 'loyalty.read');
  const reach = within
    ? sql`exists (select from customers where customers.workspace_id = e.workspace_id and customers.id = e.customer_id and ${within})`
    : sql`true`;
  return pageOf(ctx, query, reach);
}

async function pageOf(ctx: Ctx, { limit, cursor, kind, from, to }: LedgerQuery, where: ReturnType<typeof sql>) {
  const before = placeInTime(cursor);
  const chosen = sql`e.workspace_id = ${ctx.workspace.id} and ${where}
    ${kind ? sql`and e.kind = ${kind}` : sql``} ${from ? sql`and e.day >= ${from}::date` : sql``}
    ${to ? sql`and e.day <= ${to}::date` : sql``}`;
  const { rows } = await sql<EntryRow>`
    select ${ENTRY} from loyalty_entries e
    where ${chosen} ${before ? sql`and (e.at, e.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``}
    order by e.at desc, e.id desc limit ${limit + 1}`.execute(ctx.db);
  const counted = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from loyalty_entries e where ${chosen} limit ${COUNT_LIMIT + 1}) as counted`.execute(ctx.db);
  const page = rows.slice(0, limit);
  const names = await customerNames(ctx, [...new Set(page.map(({ customerId }) => customerId))]);
  const version = (await publishedVersions(ctx)).at(-1) ?? null;
  const last = page.at(-1);
  return {
    items: page.map((row) => {
      const named = names.get(row.customerId);
      return { ...presentEntry(ctx, row, version), customer: named ? { id: named.id, name: named.name } : null };
    }),
    nextCursor: last && rows.length > limit ? encodeCursor([last.at.toISOString(), last.id]) : null,
    count: countOf(counted.rows[0]?.count ?? 0),
  };
}

async function openLots(ctx: Ctx, customerId: string) {
  const rows = await ctx.db
    .selectFrom('loyalty_lots')
    .select(['id', 'remaining', 'expires_on', 'order_id'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .where('remaining', '>', 0n)
    .execute();
  return rows.map(({ id, remaining, expires_on: expiresOn, order_id: orderId }) => {
    return { id, remaining: Number(remaining), expiresOn, orderId };
  });
}

async function waitingPoints(ctx: Ctx, customerId: string): Promise<{ points: number; until: string | null }> {
  const { rows } = await sql<{ points: bigint; until: string | null }>`
    select coalesce(sum(points - posted), 0)::int8 as points, min(ripe_on) as until from loyalty_order_points
    where workspace_id = ${ctx.workspace.id} and customer_id = ${customerId} and points > posted`.execute(ctx.db);
  return { points: Number(rows[0]?.points ?? 0n), until: rows[0]?.until ?? null };
}
