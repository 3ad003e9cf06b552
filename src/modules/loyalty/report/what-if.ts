import { sql } from 'kysely';
import { addDays, addMonths } from '../../../maths/calendar.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { inBase, moneyInWords } from '../../../kernel/i18n/print.ts';
import { minorOf, refuseUnfitRules, versionOf, type Version } from '../programme/programme.ts';
import type { OrderFacts } from '../programme/rules/order-points.ts';
import { tierTerms } from '../tiers/facts.ts';
import type { WhatIfInput } from './contract.ts';
import { replayCustomer } from './rules/replay.ts';

/** More are not replayed in one answer; the screen says so. */
const MOST_ORDERS = 60_000;
const PAGE = 5_000;

interface Sums {
  orders: number;
  customers: number;
  salesMinor: bigint;
  points: number;
  gifts: number;
  tiers: Map<string, { customers: number; salesMinor: bigint }>;
}

/** The shop's own past orders through a draft: nothing is written. Birthdays and daily limits are left out. */
export async function replayOrders(ctx: Ctx, { rules, months, redemption, margin }: WhatIfInput) {
  refuseUnfitRules(ctx, rules);
  const from = addDays(addMonths(ctx.today, -months), 1);
  const version = versionOf(ctx, { id: '', no: 0, fromDay: from, rules });
  const { sums, complete } = await replayed(ctx, version);
  const given = sums.points + sums.gifts;
  const worth = (BigInt(given) * version.worthMinor) / BigInt(rules.redeem.points);
  const cost = (worth * BigInt(redemption)) / 100n;
  const before = (sums.salesMinor * BigInt(margin)) / 100n;
  return {
    from,
    until: ctx.today,
    orders: sums.orders,
    complete,
    customers: sums.customers,
    sales: inBase(ctx, sums.salesMinor),
    points: sums.points,
    gifts: sums.gifts,
    cost: inBase(ctx, cost),
    costShare: sums.salesMinor === 0n ? 0 : Number((cost * 10_000n) / sums.salesMinor) / 10_000,
    marginBefore: inBase(ctx, before),
    marginAfter: inBase(ctx, before - cost),
    tiers: rules.tiers.levels.map(({ key, name }) => {
      const { customers = 0, salesMinor = 0n } = sums.tiers.get(key) ?? {};
      return { key, name, customers, sales: inBase(ctx, salesMinor) };
    }),
    explanation: explained(ctx, rules, { given, redemption, cost }),
  };
}

/** Customer by customer, page by page; who buys across two pages is held until all of theirs is there. */
async function replayed(ctx: Ctx, version: Version): Promise<{ sums: Sums; complete: boolean }> {
  const [terms] = tierTerms(ctx, [version]);
  const minor = { per: version.perMinor, minimum: version.minimumMinor };
  const sums: Sums = { orders: 0, customers: 0, salesMinor: 0n, points: 0, gifts: 0, tiers: new Map() };
  let held: ReplayRow[] = [];
  const flush = () => {
    if (terms && held.length > 0) {
      const own = { ...terms, countBefore: false };
      addCustomer(sums, held, replayCustomer(version.rules, own, minor, held, ctx.today));
    }
    held = [];
  };
  let complete = true;
  for (let after: ReplayRow | null = null; ;) {
    const page: ReplayRow[] = await ordersAfter(ctx, version.fromDay, after);
    for (const row of page) {
      if (held[0] && held[0].customerId !== row.customerId) flush();
      held.push(row);
    }
    after = page.at(-1) ?? null;
    sums.orders += page.length;
    complete = page.length < PAGE || sums.orders < MOST_ORDERS;
    if (page.length < PAGE || !complete) break;
  }
  flush();
  return { sums, complete };
}

function explained(
  ctx: Ctx,
  { redeem }: WhatIfInput['rules'],
  { given, redemption, cost }: { given: number; redemption: number; cost: bigint },
) {
  return {
    key: 'loyalty:whatIf.cost',
    values: {
      given,
      points: redeem.points,
      worth: moneyInWords(ctx, minorOf(ctx, redeem.worth) ?? 0n),
      redemption,
      cost: moneyInWords(ctx, cost),
    },
    steps: [{ key: 'loyalty:whatIf.leftOut', values: {} }],
  };
}

type ReplayRow = OrderFacts & { id: string; customerId: string };

async function ordersAfter(ctx: Ctx, from: string, after: ReplayRow | null): Promise<ReplayRow[]> {
  const { rows } = await sql<
    Omit<ReplayRow, 'lines'> & { lines: { sku: string | null; category: string | null; total: string }[] }
  >`
    with page as (
      select o.id, o.customer_id, o.day, o.store, o.channel, o.total_minor,
        o.total_base_minor - o.refunded_base_minor as net_minor
      from orders o
      where o.workspace_id = ${ctx.workspace.id} and o.customer_id is not null and o.day >= ${from}::date
        and o.state = 'placed' and o.total_base_minor > o.refunded_base_minor
        ${after ? sql`and (o.customer_id, o.day, o.id) > (${after.customerId}::uuid, ${after.day}::date, ${after.id}::uuid)` : sql``}
      order by o.customer_id, o.day, o.id limit ${PAGE}
    )
    select p.id, p.customer_id as "customerId", p.day, p.store, p.channel, p.total_minor as "totalMinor",
      p.net_minor as "netMinor", coalesce((
        select jsonb_agg(jsonb_build_object('sku', l.sku, 'category', l.category, 'total', l.total_minor::text))
        from order_lines l where l.workspace_id = ${ctx.workspace.id} and l.order_id = p.id), '[]') as lines
    from page p order by p.customer_id, p.day, p.id`.execute(ctx.db);
  return rows.map(({ lines, ...row }) => ({
    ...row,
    lines: lines.map(({ total, ...line }) => ({ ...line, totalMinor: BigInt(total) })),
  }));
}

function addCustomer(
  sums: Sums,
  orders: readonly ReplayRow[],
  { points, gifts, tier }: ReturnType<typeof replayCustomer>,
): void {
  const salesMinor = orders.reduce((sum, { netMinor }) => sum + netMinor, 0n);
  const there = sums.tiers.get(tier) ?? { customers: 0, salesMinor: 0n };
  sums.tiers.set(tier, { customers: there.customers + 1, salesMinor: there.salesMinor + salesMinor });
  sums.customers += 1;
  sums.salesMinor += salesMinor;
  sums.points += points;
  sums.gifts += gifts;
}
