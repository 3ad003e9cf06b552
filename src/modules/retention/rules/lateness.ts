import { daysBetween, type CivilDate } from '../../../maths/calendar.ts';
import { FIXED_SILENCE_DAYS, GAPS_FOR_ALERT, quietness, type Rhythm } from '../../../maths/rhythm.ts';
import { silenceRisk } from '../../../maths/silence.ts';
import { closedDays, type Closure } from './shop-calendar.ts';

/** How one customer stands: `due` within his usual days, `late` past his alert day, `lost` when late for too long. */
export type WatchState = 'steady' | 'due' | 'late' | 'lost';

/** What is kept of a rhythm, as far as it is needed to look at a silence. */
export type KnownRhythm = {
  firstOn: CivilDate;
  lastOn: CivilDate;
  dueOn: CivilDate;
  alertOn: CivilDate;
  rhythm: Rhythm;
};

export const DEFAULT_WATCH = {
  fixedDays: FIXED_SILENCE_DAYS,
  lostDays: 90,
  quietDays: 30,
  usualDays: 42,
  goodsAlerts: 3,
} as const;

export function watchState(known: KnownRhythm, until: CivilDate, lostDays: number): WatchState {
  const late = daysBetween(known.alertOn, until);
  if (late >= lostDays) return 'lost';
  if (late >= 0) return 'late';
  return known.dueOn <= until ? 'due' : 'steady';
}

/** `rhythm` from two gaps on, else the fixed number of days. */
export function alertBasis(gaps: number): 'rhythm' | 'fixed-days' {
  return gaps >= GAPS_FOR_ALERT ? 'rhythm' : 'fixed-days';
}

export type Silence = { sinceDays: number; closedDays: number; quietness: number };

export function silenceOf(known: KnownRhythm, until: CivilDate, closures: readonly Closure[]): Silence {
  const sinceDays = Math.max(0, daysBetween(known.lastOn, until));
  const closed = closedDays(known.lastOn, until, closures);
  return { sinceDays, closedDays: closed, quietness: quietness(known.rhythm, sinceDays - closed) };
}

/**
 * The money at stake in a silence, with every number it is made of. Where the shop has a forecast, its chance that nothing
 * is bought within 13 weeks counts: of those named it is right more often than the silence alone (`npm run bench alerts`).
 */
export function stakeOf(known: KnownRhythm, spentMinor: bigint, silence: Silence, pBuys: number | null = null) {
  const bySilence = riskOf(known, spentMinor, silence);
  if (pBuys === null) return { ...bySilence, pBuys };
  const pAway = 1 - pBuys;
  return { ...bySilence, pBuys, pAway, atStake: BigInt(Math.round(Number(bySilence.moneyPerYear) * pAway)) };
}

function riskOf(known: KnownRhythm, spentMinor: bigint, silence: Silence) {
  return silenceRisk({
    rhythm: known.rhythm,
    total: spentMinor,
    activeDays: daysBetween(known.firstOn, known.lastOn),
    elapsedDays: silence.sinceDays - silence.closedDays,
  });
}
