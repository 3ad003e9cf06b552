import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { withinReach } from '../../customers/index.ts';
import { currentVersion, minorOf } from '../programme/programme.ts';
import { rewardErrors, type RewardRules } from './contract.ts';
import { shareOut, type Give } from './rules/share-out.ts';

const refuse = refusals(rewardErrors);

/** A list is looked at by people before it is booked, and booked at once. */
const MOST_LINES = 5000;

export interface Reckoned {
  customerId: string;
  measure: bigint;
  amountMinor: bigint;
  points: number;
}

/** Who gets what by the rules, the best first, of the customers within reach. */
export async function reckon(ctx: Ctx, rules: RewardRules): Promise<Reckoned[]> {
  if (rules.from > rules.until) throw refuse('REWARD_RULES_UNFIT', { path: 'rules.until' });
  const give = await giveOf(ctx, rules);
  const version = await currentVersion(ctx);
  const money = give.kind === 'percent' || give.kind === 'share';
  if (give.kind === 'percent' && rules.by !== 'spend') throw refuse('REWARD_RULES_UNFIT', { path: 'rules.by' });
  if (!version && (give.kind === 'points' || (money && rules.as === 'points')))
    throw refuse('POINTS_WITHOUT_PROGRAMME');
  const measured = await measure(ctx, rules);
  if (measured.length > MOST_LINES) throw refuse('REWARD_LIST_TOO_LONG', { path: 'rules.minimum', most: MOST_LINES });
  const inPoints =
    money && rules.as === 'points' && version
      ? { points: version.rules.redeem.points, worthMinor: version.worthMinor }
      : null;
  const rewards = shareOut(
    measured.map((one) => one.measure),
    give,
    inPoints,
  );
  return measured
    .map((one, n) => ({ ...one, ...(rewards[n] ?? { amountMinor: 0n, points: 0 }) }))
    .filter(({ amountMinor, points }) => give.kind === 'coupon' || amountMinor > 0n || points > 0);
}

async function giveOf(ctx: Ctx, { give }: RewardRules): Promise<Give> {
  if (give.kind === 'share') {
    const poolMinor = minorOf(ctx, give.pool);
    if (!poolMinor) throw refuse('REWARD_RULES_UNFIT', { path: 'rules.give.pool' });
    return { kind: 'share', poolMinor };
  }
  if (give.kind !== 'coupon') return give;
  const coupon = await ctx.db
    .selectFrom('loyalty_coupons')
    .select(['code', 'ended_at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', give.couponId)
    .executeTakeFirst();
  if (!coupon || coupon.code !== null || coupon.ended_at !== null) {
    throw refuse('REWARD_RULES_UNFIT', { path: 'rules.give.couponId' });
  }
  return { kind: 'coupon' };
}

async function measure(ctx: Ctx, rules: RewardRules): Promise<{ customerId: string; measure: bigint }[]> {
  const within = withinReach(ctx, 'loyalty.manage') ?? sql`true`;
  const least = rules.by === 'spend' ? minorOf(ctx, rules.minimum) : BigInt(Math.ceil(Number(rules.minimum)));
  if (least === null) throw refuse('REWARD_RULES_UNFIT', { path: 'rules.minimum' });
  const between = sql`between ${rules.from}::date and ${rules.until}::date`;
  const facts =
    rules.by === 'spend'
      ? sql`select customer_id, amount_minor as measure from purchase_days
          where workspace_id = ${ctx.workspace.id} and day ${between}`
      : sql`select customer_id, points as measure from loyalty_order_points
          where workspace_id = ${ctx.workspace.id} and day ${between}`;
  const { rows } = await sql<{ customerId: string; measure: bigint }>`
    select f.customer_id as "customerId", sum(f.measure)::int8 as measure from (${facts}) f
    join customers on customers.workspace_id = ${ctx.workspace.id} and customers.id = f.customer_id
      and customers.binned_at is null
    left join loyalty_accounts a on a.workspace_id = customers.workspace_id and a.customer_id = customers.id
    where ${within} and (${rules.tiers.length === 0} or a.tier = any (${rules.tiers}::text[]))
    group by f.customer_id having sum(f.measure) >= greatest(${least}, 1)
    order by 2 desc, 1 limit ${rules.most ?? MOST_LINES + 1}`.execute(ctx.db);
  return rows;
}
