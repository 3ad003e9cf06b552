import type { Explanation } from '../../../kernel/contract.ts';
import type { Ctx } from '../../../kernel/context.ts';

/** What is known of one customer, or of all that the asker sees. */
export interface IndicatorValue {
  /** A share lies between 0 and 1; money is minor units of the base currency. */
  value: number;
  /** For the sentence `indicators.<key>`, besides `percent` of a share and `amount` of money. */
  values?: Record<string, string | number>;
  /** Guessed from others: the sentence is `indicators.<key>Estimated`. */
  estimated?: boolean;
  explanation: Explanation;
  rows?: { on: string; text: string; minor?: bigint }[];
}

/**
 * One sign of loyalty. Its words live in its module: `<module>:indicators.<key>Name`, `<key>` (one customer), `<key>Shop`
 * (all of them), and `<key>Absent`: what would feed it while nothing is known.
 */
export interface LoyaltyIndicator {
  readonly key: string;
  readonly module: string;
  readonly unit: 'share' | 'count' | 'money' | 'score';
  readonly order: number;
  /** Null while nothing is known: an indicator without facts is absent, not zero. */
  readonly ofCustomer?: (ctx: Ctx, customerId: string) => Promise<IndicatorValue | null>;
  /** All customers that the asker sees; what must not be counted on demand is counted in the night (`shop-figures.ts`). */
  readonly ofShop?: (ctx: Ctx) => Promise<IndicatorValue | null>;
}

const indicators = new Map<string, LoyaltyIndicator>();

/**
 * Called once at start by the `module.ts` of the module that knows it. A module below that knows the facts of an indicator
 * which is listed here without any (`satisfaction`, `tolerance`) registers the same key.
 */
export function registerIndicator(indicator: LoyaltyIndicator): void {
  indicators.set(indicator.key, indicator);
}

export function indicatorList(): LoyaltyIndicator[] {
  return [...indicators.values()].toSorted((a, b) => a.order - b.order);
}
