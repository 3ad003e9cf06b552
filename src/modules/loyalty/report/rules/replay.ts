import type { CivilDate } from '../../../../maths/calendar.ts';
import type { ProgrammeRules } from '../../programme/contract.ts';
import { pointsForOrder, type OrderFacts } from '../../programme/rules/order-points.ts';
import { tierSteps, type TierDay, type TierTerms } from '../../tiers/rules/tier-history.ts';

/** A customer's orders in the order in which they came. */
export interface Replayed {
  points: number;
  gifts: number;
  tier: string;
}

/** What one customer would have been given, order by order, with the tier they would have had. */
export function replayCustomer(
  rules: ProgrammeRules,
  terms: TierTerms,
  minor: { per: bigint; minimum: bigint },
  orders: readonly OrderFacts[],
  today: CivilDate,
): Replayed {
  const days = new Map<CivilDate, TierDay>();
  let points = 0;
  for (const order of orders) {
    const tier = tierSteps([terms], [...days.values()], order.day).at(-1)?.tier;
    const tierTimes = rules.tiers.levels.find(({ key }) => key === tier)?.times ?? '1';
    const earned = pointsForOrder(rules, minor.per, minor.minimum, order, { tierTimes, birthdayOn: null });
    points += earned;
    const day = days.get(order.day) ?? { day: order.day, spend: 0, orders: 0, points: 0 };
    days.set(order.day, {
      ...day,
      spend: day.spend + Number(order.netMinor),
      orders: day.orders + 1,
      points: day.points + earned,
    });
  }
  const steps = tierSteps([terms], [...days.values()], today);
  const levels = rules.tiers.levels;
  const rank = (key: string | undefined) => levels.findIndex((level) => level.key === key);
  const highest = Math.max(0, ...steps.map(({ tier }) => rank(tier)));
  // Everybody begins at the first tier; each one above greets once.
  const gifts = levels.slice(1, highest + 1).reduce((sum, { gift }) => sum + gift, 0);
  return { points, gifts, tier: steps.at(-1)?.tier ?? levels[0]?.key ?? '' };
}
