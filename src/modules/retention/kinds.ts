import type { Explanation } from '../../kernel/contract.ts';
import type { Ctx } from '../../kernel/context.ts';
import { moneyInWords, oneDecimal } from '../../kernel/i18n/print.ts';
import { daysBetween } from '../../maths/calendar.ts';
import type { ReasonKind } from '../today/index.ts';
import type { AlertFacts, HabitFacts, LateFacts } from './alert-facts.ts';
import { alertBasis, silenceOf } from './rules/lateness.ts';
import { explainGoods, goodsValues, isGoodsFacts } from './product-rhythm/facts.ts';
import { goodsBreakKinds } from './product-rhythm/rules/goods-breaks.ts';
import { percentOf, wholeDays } from './words.ts';

export const reasonKinds: readonly ReasonKind[] = (['late', 'amount_down', 'slowing', ...goodsBreakKinds] as const).map(
  (kind) => ({
    kind,
    module: 'retention',
    values: (ctx, { params }) => sentenceValues(ctx, params as unknown as AlertFacts),
    explain: (ctx, { params, stakeMinor }) => explainStake(ctx, params as unknown as AlertFacts, stakeMinor),
  }),
);

/** Values of `reasons.<kind>` and `suggestions.<kind>`. */
export function sentenceValues(ctx: Ctx, facts: AlertFacts): Record<string, unknown> {
  if (isGoodsFacts(facts)) return goodsValues(ctx, facts);
  return facts.kind === 'late' ? lateValues(ctx, facts) : habitValues(ctx, facts);
}

/** How the money at stake comes about. */
export function explainStake(ctx: Ctx, facts: AlertFacts, stakeMinor: bigint): Explanation {
  const stake = moneyInWords(ctx, stakeMinor);
  if (isGoodsFacts(facts)) return explainGoods(ctx, facts, stake);
  return facts.kind === 'late' ? explainLate(ctx, facts, stake) : explainHabit(ctx, facts, stake);
}

function lateValues(ctx: Ctx, { known, silence, still }: LateFacts): Record<string, unknown> {
  const { rhythm, lastOn } = known;
  // The silence goes on while the reason waits on the desk; closed days lie before it was raised.
  const now = still ? silence : silenceOf(known, ctx.today, []);
  const quiet = still || silence.closedDays > 0 ? silence.quietness : now.quietness;
  return {
    usual: wholeDays(rhythm.usualDays),
    spread: wholeDays(rhythm.spreadDays),
    since: still ? silence.sinceDays : daysBetween(lastOn, ctx.today),
    percent: percentOf(quiet),
    context: alertBasis(rhythm.gaps) === 'rhythm' ? undefined : rhythm.gaps === 0 ? 'once' : 'twice',
  };
}

function habitValues(ctx: Ctx, { kind, usual, recent }: HabitFacts): Record<string, unknown> {
  return kind === 'slowing'
    ? { usual: wholeDays(usual), recent: wholeDays(recent) }
    : { usual: moneyInWords(ctx, usual), recent: moneyInWords(ctx, recent) };
}

function explainLate(ctx: Ctx, facts: LateFacts, stake: string): Explanation {
  const year = moneyInWords(ctx, BigInt(facts.yearMinor));
  const away = percentOf(facts.pAway);
  const step = (key: string, values: Explanation['values']) => ({ key: `retention:explain.${key}`, values });
  return {
    key: 'retention:explain.stake',
    values: { stake, year, away },
    steps: [
      step('year', {
        average: moneyInWords(ctx, BigInt(facts.averageMinor)),
        times: oneDecimal(facts.perYear),
        year,
      }),
      ...(facts.pBuys === undefined
        ? [
            step('leaving', { leaving: percentOf(facts.leavingRate), purchases: facts.known.rhythm.gaps + 1 }),
            step('away', { percent: percentOf(facts.silence.quietness), since: facts.silence.sinceDays, away }),
          ]
        : [step('awayByForecast', { buys: percentOf(facts.pBuys), away })]),
      ...(facts.silence.closedDays > 0 ? [step('closed', { days: facts.silence.closedDays })] : []),
    ],
  };
}

function explainHabit(ctx: Ctx, facts: HabitFacts, stake: string): Explanation {
  const values = { stake, purchases: facts.purchases, times: oneDecimal(facts.perYear) };
  const { usual, recent } = habitValues(ctx, facts) as Record<'usual' | 'recent', string | number>;
  return { key: `retention:explain.${facts.kind}`, values: { ...values, usual, recent } };
}
