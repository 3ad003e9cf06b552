import type { Explanation } from '../../kernel/contract.ts';
import type { Ctx } from '../../kernel/context.ts';
import { dayInWords } from '../../kernel/i18n/print.ts';
import type { LogMoments } from '../../maths/log-moments.ts';
import { explainRhythm, GAPS_FOR_ALERT } from '../../maths/rhythm.ts';
import type { KnownRhythm, Silence } from './rules/lateness.ts';
import type { Shop } from './shop.ts';
import { percentOf, wholeDays } from './words.ts';

/** Where "usually every 34 ± 6 days, now 51" comes from. */
export function explanationOf(
  ctx: Ctx,
  shop: Shop,
  known: KnownRhythm,
  gaps: LogMoments,
  silence: Silence,
  taught: string | null,
): Explanation {
  const told = explainRhythm(gaps, shop.prior, silence.sinceDays - silence.closedDays);
  const step = (key: string, values: Explanation['values'] = {}) => ({ key: `retention:explain.${key}`, values });
  const [low, high] = told.middleHalf;
  const own = percentOf(told.ownWeight);
  const alert = { day: dayInWords(ctx, known.alertOn) };
  const alertStep = () => {
    if (taught === 'not_watched') return step('alertNever');
    if (taught !== null) return step('alertTaught', alert);
    return step(gaps.n >= GAPS_FOR_ALERT ? 'alertByRhythm' : 'alertByDays', alert);
  };
  return {
    key: gaps.n > 0 ? 'retention:explain.rhythm' : 'retention:explain.typical',
    values: { low: wholeDays(low), high: Math.max(wholeDays(low) + 1, wholeDays(high)) },
    steps: [
      ...(told.ownUsualDays === null ? [] : [step('own', { gaps: gaps.n, days: wholeDays(told.ownUsualDays) })]),
      shop.prior.customers > 0
        ? step('peers', { customers: shop.prior.customers, days: wholeDays(told.peers.usualDays) })
        : step('trade', { days: wholeDays(told.peers.usualDays) }),
      ...(gaps.n > 0 ? [step('weight', { own, peers: 100 - own })] : []),
      step('silence', {
        since: silence.sinceDays,
        day: dayInWords(ctx, known.lastOn),
        percent: percentOf(silence.quietness),
      }),
      ...(silence.closedDays > 0 ? [step('closed', { days: silence.closedDays })] : []),
      alertStep(),
    ],
  };
}
