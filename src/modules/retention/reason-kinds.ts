import { formatDecimal } from '../../maths/money.ts';
import type { Explanation } from '../../kernel/contract.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { ReasonFacts, ReasonKind } from '../today/index.ts';
import type { AlertFacts } from './alert-facts.ts';
import type { AlertKind } from './contract.ts';

/** How the three kinds of alert speak on Today. */
export const reasonKinds: readonly ReasonKind[] = (['late', 'amount_down', 'slowing'] as const).map((kind) => ({
  kind,
  module: 'retention',
  values: (ctx: Ctx, reason: ReasonFacts) => wordsOf(ctx, reason.params as unknown as AlertFacts),
  explain: (ctx: Ctx, reason: ReasonFacts) =>
    explanationOf(ctx, kind, reason.params as unknown as AlertFacts, reason.stakeMinor),
}));

/** Values of the sentences: days in whole numbers, amounts with their currency, shares in per cent. */
export function wordsOf(ctx: Ctx, facts: AlertFacts): Record<string, string | number> {
  if (facts.kind !== 'late') {
    const amount = facts.kind === 'amount_down';
    return {
      usual: amount ? money(ctx, BigInt(Math.round(facts.usual))) : Math.round(facts.usual),
      recent: amount ? money(ctx, BigInt(Math.round(facts.recent))) : Math.round(facts.recent),
      purchases: facts.purchases,
    };
  }
  const { rhythm } = facts.known;
  return {
    context: rhythm.gaps >= 2 ? 'rhythm' : 'fixed',
    usual: Math.round(rhythm.usualDays),
    spread: Math.max(1, Math.round(rhythm.spreadDays)),
    since: facts.silence.sinceDays,
    share: Math.min(99, Math.floor(facts.silence.quietness * 100)),
    fixed: facts.fixedDays,
  };
}

export function explanationOf(ctx: Ctx, kind: AlertKind, facts: AlertFacts, stakeMinor: bigint): Explanation {
  const steps: NonNullable<Explanation['steps']> = [];
  if (facts.kind === 'late') {
    const { rhythm } = facts.known;
    steps.push(
      { key: 'retention:explain.rhythm', values: { usual: Math.round(rhythm.usualDays), gaps: rhythm.gaps } },
      {
        key: 'retention:explain.year',
        values: {
          average: money(ctx, BigInt(facts.averageMinor)),
          times: facts.perYear.toFixed(1),
          year: money(ctx, BigInt(facts.yearMinor)),
        },
      },
      {
        key: 'retention:explain.away',
        values: { share: Math.round(facts.pAway * 100), stake: money(ctx, stakeMinor) },
      },
    );
  }
  return { key: `retention:explain.${kind}`, values: wordsOf(ctx, facts), steps };
}

function money(ctx: Ctx, minor: bigint): string {
  return `${formatDecimal(minor, ctx.workspace.baseCurrency)} ${ctx.workspace.baseCurrency}`;
}
