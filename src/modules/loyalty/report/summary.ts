import { sql } from 'kysely';
import { addDays, addMonths, startOfMonth } from '../../../maths/calendar.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { inBase, moneyInWords } from '../../../kernel/i18n/print.ts';
import { withinReach } from '../../customers/index.ts';
import { currentVersion, type Version } from '../programme/programme.ts';
import { worthOf } from '../programme/rules/worth.ts';

const MONTHS = 6;

/** What is owed and what the programme does, of the customers within reach. */
export async function readSummary(ctx: Ctx) {
  const version = await currentVersion(ctx);
  const until = addDays(ctx.today, 30);
  const tiers = await byTier(ctx, version);
  const points = tiers.reduce((sum, tier) => sum + tier.points, 0);
  const rate = await redemptionRate(ctx);
  const owed = worth(version, points);
  const expected = rate === null ? owed : (owed * BigInt(Math.round(rate * 1000))) / 1000n;
  return {
    customers: tiers.reduce((sum, tier) => sum + tier.customers, 0),
    points,
    owed: inBase(ctx, owed),
    redemptionRate: rate,
    expected: inBase(ctx, expected),
    explanation: {
      key: rate === null ? 'loyalty:report.owedAll' : 'loyalty:report.owed',
      values: {
        points,
        owed: moneyInWords(ctx, owed),
        rate: rate === null ? 100 : Math.round(rate * 100),
        expected: moneyInWords(ctx, expected),
      },
    },
    expiringSoon: await expiring(ctx, until),
    expiringUntil: until,
    tiers: tiers.map((tier) => ({ ...tier, worth: inBase(ctx, worth(version, tier.points)) })),
    months: await byMonth(ctx, version),
  };
}

/** What of an entry that took points came back with a reversal; nothing is asked of others. */
const BACK = sql`select case when e.kind = 'redeem' then coalesce((select sum(r.points) from loyalty_entries r
  where r.workspace_id = e.workspace_id and r.reverses_id = e.id), 0) else 0 end as points`;

function worth(version: Version | null, points: number): bigint {
  return version === null || points <= 0 ? 0n : worthOf(version.rules.redeem, version.worthMinor, points);
}

/** Rows `of` a table that names its customer, of customers within reach. */
function reached(ctx: Ctx, of: 'a' | 'e' | 'l' | 't' | 'u') {
  const within = withinReach(ctx, 'loyalty.read');
  if (!within) return sql`true`;
  return sql`exists (select from customers where customers.workspace_id = ${sql.ref(`${of}.workspace_id`)}
    and customers.id = ${sql.ref(`${of}.customer_id`)} and ${within})`;
}

async function byTier(ctx: Ctx, version: Version | null) {
  const { rows } = await sql<{ tier: string | null; customers: number; points: bigint }>`
    select a.tier, count(*)::int as customers, coalesce(sum(a.balance), 0)::int8 as points from loyalty_accounts a
    where a.workspace_id = ${ctx.workspace.id} and ${reached(ctx, 'a')} group by a.tier`.execute(ctx.db);
  const levels = version?.rules.tiers.levels ?? [];
  return levels.map(({ key, name }, n) => {
    // Who has no tier yet, or one that is gone, counts with everybody's.
    const own = rows.filter(({ tier }) => tier === key || (n === 0 && !levels.some((level) => level.key === tier)));
    return {
      key,
      name,
      customers: own.reduce((sum, row) => sum + row.customers, 0),
      points: own.reduce((sum, row) => sum + Number(row.points), 0),
    };
  });
}

async function redemptionRate(ctx: Ctx): Promise<number | null> {
  const { rows } = await sql<{ redeemed: bigint; expired: bigint }>`
    select coalesce(sum(-e.points - b.points) filter (where e.kind = 'redeem'), 0)::int8 as redeemed,
      coalesce(-sum(e.points) filter (where e.kind = 'expire'), 0)::int8 as expired
    from loyalty_entries e cross join lateral (${BACK}) b
    where e.workspace_id = ${ctx.workspace.id} and e.day >= ${addMonths(ctx.today, -24)}::date and ${reached(ctx, 'e')}`.execute(
    ctx.db,
  );
  const [redeemed, ended] = [Number(rows[0]?.redeemed ?? 0n), Number(rows[0]?.expired ?? 0n)];
  return ended === 0 ? null : redeemed / (redeemed + ended);
}

async function expiring(ctx: Ctx, until: string): Promise<number> {
  const { rows } = await sql<{ points: bigint }>`
    select coalesce(sum(l.remaining), 0)::int8 as points from loyalty_lots l
    where l.workspace_id = ${ctx.workspace.id} and l.remaining > 0 and l.expires_on between ${ctx.today}::date and ${until}::date
      and ${reached(ctx, 'l')}`.execute(ctx.db);
  return Number(rows[0]?.points ?? 0n);
}

async function byMonth(ctx: Ctx, version: Version | null) {
  const first = startOfMonth(addMonths(ctx.today, 1 - MONTHS));
  const { rows } = await sql<{
    month: string;
    given: bigint;
    redeemed: bigint;
    /** Of what was redeemed: neither for tries of a draw nor come back since. */
    spent: bigint;
    expired: bigint;
    corrected: bigint;
    off: bigint;
    prizes: bigint;
  }>`
    with entries as (
      select date_trunc('month', e.day)::date as month,
        coalesce(sum(e.points) filter (where e.kind = 'earn'), 0)::int8 as given,
        coalesce(-sum(e.points) filter (where e.kind = 'redeem'), 0)::int8 as redeemed,
        coalesce(sum(-e.points - b.points) filter (where e.kind = 'redeem' and e.source <> 'draw'), 0)::int8 as spent,
        coalesce(-sum(e.points) filter (where e.kind = 'expire'), 0)::int8 as expired,
        coalesce(sum(e.points) filter (where e.kind in ('take_back', 'adjust', 'reverse')), 0)::int8 as corrected
      from loyalty_entries e cross join lateral (${BACK}) b
      where e.workspace_id = ${ctx.workspace.id} and e.day >= ${first}::date and ${reached(ctx, 'e')} group by 1
    ), coupons as (
      select date_trunc('month', u.day)::date as month, sum(u.discount_minor)::int8 as off from loyalty_coupon_uses u
      where u.workspace_id = ${ctx.workspace.id} and u.returned_at is null and u.day >= ${first}::date
        and (u.customer_id is null or ${reached(ctx, 'u')}) group by 1
    ), won as (
      select date_trunc('month', t.day)::date as month, sum(t.cost_minor)::int8 as prizes from loyalty_draw_tries t
      where t.workspace_id = ${ctx.workspace.id} and t.cost_minor > 0 and t.day >= ${first}::date and ${reached(ctx, 't')}
      group by 1
    )
    select month, coalesce(given, 0) as given, coalesce(redeemed, 0) as redeemed, coalesce(spent, 0) as spent,
      coalesce(expired, 0) as expired, coalesce(corrected, 0) as corrected, coalesce(off, 0) as off,
      coalesce(prizes, 0) as prizes
    from entries full join coupons using (month) full join won using (month) order by 1`.execute(ctx.db);
  const known = new Map(rows.map((row) => [row.month, row]));
  return Array.from({ length: MONTHS }, (_, n) => {
    const month = addMonths(first, n);
    const row = known.get(month);
    return {
      month,
      given: Number(row?.given ?? 0n),
      redeemed: Number(row?.redeemed ?? 0n),
      expired: Number(row?.expired ?? 0n),
      corrected: Number(row?.corrected ?? 0n),
      cost: inBase(ctx, worth(version, Number(row?.spent ?? 0n)) + (row?.off ?? 0n) + (row?.prizes ?? 0n)),
    };
  });
}
