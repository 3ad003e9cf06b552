import type { KnownRhythm, Silence } from './rules/lateness.ts';
import type { HabitBreak } from './rules/habit-breaks.ts';
import type { stakeOf } from './rules/lateness.ts';
import type { GoodsFacts } from './product-rhythm/facts.ts';

/** The numbers an alert was raised on, as they lie in `retention_alerts.facts` and in the reason on Today. */
export type AlertFacts = LateFacts | HabitFacts | GoodsFacts;

export interface LateFacts {
  kind: 'late';
  known: KnownRhythm;
  silence: Silence;
  /** Days until the alert where no rhythm of his own raised it. */
  fixedDays: number;
  /** The silence had ended when it was noticed: newer orders are not recorded, so it does not go on. */
  still: boolean;
  averageMinor: string;
  yearMinor: string;
  perYear: number;
  pAway: number;
  leavingRate: number;
  /** Chance to buy within 13 weeks as the forecast had it, from which `pAway` comes; absent where there was none. */
  pBuys?: number;
}

export interface HabitFacts {
  kind: HabitBreak['kind'];
  usual: number;
  recent: number;
  purchases: number;
  perYear: number;
}

export function lateFacts(
  known: KnownRhythm,
  silence: Silence,
  risk: ReturnType<typeof stakeOf>,
  { fixedDays, still }: { fixedDays: number; still: boolean },
): LateFacts {
  return {
    kind: 'late',
    known,
    silence,
    fixedDays,
    still,
    averageMinor: risk.averagePerDay.toString(),
    yearMinor: risk.moneyPerYear.toString(),
    perYear: risk.purchaseDaysPerYear,
    pAway: risk.pAway,
    leavingRate: risk.leavingRate,
    ...(risk.pBuys === null ? {} : { pBuys: risk.pBuys }),
  };
}

export function habitFacts({ kind, usual, recent, purchases, perYear }: HabitBreak): HabitFacts {
  return { kind, usual, recent, purchases, perYear };
}
