import { daysBetween, type CivilDate } from '../../../../maths/calendar.ts';
import type { BuyingHistory } from '../../../../maths/clv/histories.ts';
import { expectedAmount, type Amounts } from '../../../../maths/clv/gamma-gamma.ts';
import { chanceToBuy, purchasesExpected, type Predictor } from '../../../../maths/clv/predictor.ts';
import { discountedPurchases } from '../../../../maths/clv/value.ts';
import { HORIZON } from './train.ts';

/** What is kept of a customer's purchases. */
export interface Bought {
  firstOn: CivilDate;
  lastOn: CivilDate;
  days: number;
  spentMinor: number;
}

/** How money of the next 12 months is counted: shares, not per cent. */
export interface Worth {
  margin: number;
  discount: number;
}

export interface Score {
  pBuys: number;
  expected52: number;
  /** After discount: the purchases that the value counts. */
  discounted: number;
  amountMinor: number;
  value52Minor: number;
}

/** As the customer stands on that day, or on the day of a purchase after it. */
export function historyOf({ firstOn, lastOn, days }: Bought, until: CivilDate): BuyingHistory {
  const end = lastOn > until ? lastOn : until;
  return { x: days - 1, tx: daysBetween(firstOn, lastOn) / 7, T: daysBetween(firstOn, end) / 7 };
}

export function scoreOf(predictor: Predictor, amounts: Amounts, worth: Worth, bought: Bought, until: CivilDate): Score {
  const history = historyOf(bought, until);
  const expected = (weeks: number) => purchasesExpected(predictor, history, weeks);
  const discounted = discountedPurchases(expected, worth.discount);
  const amountMinor = expectedAmount(amounts, { n: bought.days, mean: bought.spentMinor / bought.days });
  return {
    pBuys: chanceToBuy(predictor, history, HORIZON),
    expected52: expected(52),
    discounted,
    amountMinor,
    value52Minor: Math.round(Math.min(9e18, discounted * amountMinor * worth.margin)),
  };
}
