import type { Explanation } from '../../../kernel/contract.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { moneyInWords, oneDecimal } from '../../../kernel/i18n/print.ts';
import { percentOf, wholeDays } from '../words.ts';
import { goodsBreakKinds, type GoodsBreak, type GoodsBreakKind } from './rules/goods-breaks.ts';

/** The numbers such an alert was raised on, as they lie in `retention_alerts.facts` and in the reason on Today. */
export interface GoodsFacts {
  kind: GoodsBreakKind;
  /** Name of the goods or of their kind, as it was then. */
  what: string;
  usual: number;
  recent: number;
  before: number;
  since: number;
  yearMinor: string;
}

export function isGoodsFacts(facts: { kind: string }): facts is GoodsFacts {
  return (goodsBreakKinds as readonly string[]).includes(facts.kind);
}

export function goodsFactsOf(told: GoodsBreak, what: string, yearMinor: number): GoodsFacts {
  const { kind, usual, recent, before, since } = told;
  return { kind, what, usual, recent, before, since, yearMinor: String(Math.round(yearMinor)) };
}

/** Values of `reasons.<kind>` and `suggestions.<kind>`. */
export function goodsValues(
  ctx: Ctx,
  { kind, what, usual, recent, before, since }: GoodsFacts,
): Record<string, string | number> {
  if (kind === 'goods_stopped') return { what, usual: wholeDays(usual), recent: Math.round(recent), visits: since };
  if (kind === 'mix_changed') return { what, percent: percentOf(usual / 100), before, visits: since };
  if (kind === 'amount_drift') return { usual: moneyInWords(ctx, usual), recent: moneyInWords(ctx, recent), before };
  return { usual: oneDecimal(usual), recent: oneDecimal(recent), visits: since };
}

export function explainGoods(ctx: Ctx, facts: GoodsFacts, stake: string): Explanation {
  const year = moneyInWords(ctx, BigInt(facts.yearMinor));
  const values = { stake, year, before: facts.before, since: facts.since, ...goodsValues(ctx, facts) };
  return { key: `retention:explain.${facts.kind}`, values };
}
