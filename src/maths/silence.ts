import { quietness, type Rhythm } from './rhythm.ts';

/** Chance of leaving after any one purchase, over customers: Beta(a, b). A fitted MBG/NBD model may give its own. */
export type Leaving = { a: number; b: number };

/** Centre of the weak priors of the buying model (ln a = ln .7, ln b = ln 1.3): 35 of 100 first-time buyers never return. */
export const USUAL_LEAVING: Leaving = { a: 0.7, b: 1.3 };

export type SilenceInput = {
  rhythm: Rhythm;
  /** Everything bought so far, in minor units of one currency. */
  total: bigint;
  /** Days from the first to the last purchase day. */
  activeDays: number;
  /** Days since the last purchase day. */
  elapsedDays: number;
  leaving?: Leaving;
};

/** The value at stake with each number it was made of. */
export type SilenceRisk = {
  averagePerDay: bigint;
  purchaseDaysPerYear: number;
  moneyPerYear: bigint;
  quietness: number;
  /** Chance that he left after his last purchase, before looking at the silence. */
  leavingRate: number;
  pAway: number;
  atStake: bigint;
};

/**
 * Money that a year without this customer would cost × the chance that his silence means he left. It ranks customers and
 * promises nothing: one who left and one who only pauses look alike, and the chance says how much alike.
 */
export function silenceRisk(input: SilenceInput): SilenceRisk {
  const { rhythm, total, elapsedDays, leaving = USUAL_LEAVING } = input;
  const average = Math.max(0, Number(total) / (rhythm.gaps + 1));
  const perYear = purchaseDaysPerYear(rhythm, input.activeDays);
  const leavingRate = leavingAfterLast(rhythm.gaps, leaving);
  const quiet = quietness(rhythm, elapsedDays);
  const pAway = awayGivenSilence(leavingRate, quiet);
  return {
    averagePerDay: BigInt(Math.round(average)),
    purchaseDaysPerYear: perYear,
    moneyPerYear: BigInt(Math.round(average * perYear)),
    quietness: quiet,
    leavingRate,
    pAway,
    atStake: BigInt(Math.round(average * perYear * pAway)),
  };
}

/** Bayes: who left is silent for certain, who stays is still silent with the chance 1 − quietness. */
export function awayGivenSilence(leavingRate: number, quiet: number): number {
  const stillHere = (1 - leavingRate) * (1 - quiet);
  const away = leavingRate + stillHere;
  return away > 0 ? leavingRate / away : 0;
}

/** As often as the rhythm says, but no more often than seen while active, nor more in a year than ever before. */
function purchaseDaysPerYear(rhythm: Rhythm, activeDays: number): number {
  const seen = rhythm.gaps > 0 && activeDays > 0 ? (rhythm.gaps * DAYS_PER_YEAR) / activeDays : Infinity;
  return Math.min(DAYS_PER_YEAR / Math.max(1, rhythm.usualDays), seen, rhythm.gaps + 1);
}

/** Each return so far showed that he had not left: the mean of Beta(a, b + gaps). */
function leavingAfterLast(gaps: number, { a, b }: Leaving): number {
  return a / (a + b + gaps);
}

const DAYS_PER_YEAR = 365.25;
