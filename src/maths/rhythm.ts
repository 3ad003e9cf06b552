import { addDays, daysBetween, LAST_DAY, type CivilDate } from './calendar.ts';
import { studentCdf, studentQuantile } from './distributions.ts';
import { meanOfLogs, NO_MOMENTS, squaresAboutMean, type LogMoments } from './log-moments.ts';
import type { RhythmPrior } from './rhythm-prior.ts';

/** A customer's buying rhythm: the distribution of his next gap in days, known from his own gaps and his peers'. */
export type Rhythm = {
  /** Own gaps behind it; 0 for a rhythm that is only his peers'. */
  gaps: number;
  /** Median of the next gap. */
  usualDays: number;
  /** Half the width of the middle half: every second gap lies about within usualDays ± spreadDays. */
  spreadDays: number;
  /** ln(gap) follows a Student t with this centre, scale and degrees of freedom. */
  predictive: { meanLog: number; scaleLog: number; df: number };
};

/** An alert when fewer than one gap in ten is this long. */
export const OVERDUE_QUIETNESS = 0.9;

/** Gaps of his own that a customer needs before his rhythm, and not the fixed rule, raises the alert. */
export const GAPS_FOR_ALERT = 2;

/** Days of silence that raise an alert for whoever has no rhythm yet; each shop may set its own. */
export const FIXED_SILENCE_DAYS = 113;

/** Null before the second purchase day. */
export function rhythmOf(gaps: LogMoments, prior: RhythmPrior): Rhythm | null {
  return gaps.n >= 1 ? rhythmFrom(shrink(gaps, prior)) : null;
}

/** What the peers of a customer without gaps usually do. */
export function typicalRhythm(prior: RhythmPrior): Rhythm {
  return rhythmFrom(shrink(NO_MOMENTS, prior));
}

/** Share of such gaps that are over by now: .94 reads "quieter than 94 % of such gaps". */
export function quietness({ predictive }: Rhythm, elapsedDays: number): number {
  if (!(elapsedDays > 0)) return 0;
  return studentCdf((Math.log(elapsedDays) - predictive.meanLog) / predictive.scaleLog, predictive.df);
}

/** The gap in days that a share p of gaps stays below; never more than a century. */
export function gapAtQuietness({ predictive }: Rhythm, p: number): number {
  const log = predictive.meanLog + predictive.scaleLog * quantile(p, predictive.df);
  return Math.min(LONGEST_GAP, Math.exp(log));
}

/** First day on which the silence since `lastOn` is at least as quiet as p. */
export function dayWhenQuietness(rhythm: Rhythm, lastOn: CivilDate, p: number): CivilDate {
  return dayAfter(lastOn, Math.ceil(gapAtQuietness(rhythm, p)));
}

/** The day the next purchase is due: `usualDays` as shown, after the last. */
export function dueOn(rhythm: Rhythm, lastOn: CivilDate): CivilDate {
  return dayAfter(lastOn, Math.round(rhythm.usualDays));
}

export type AlertDay = { on: CivilDate; basis: 'rhythm' | 'fixed-days' };

/** The day on which silence becomes an alert if nothing is bought before; kept with the customer for the night's look. */
export function alertOn(rhythm: Rhythm | null, lastOn: CivilDate, fixedDays = FIXED_SILENCE_DAYS): AlertDay {
  if (rhythm && rhythm.gaps >= GAPS_FOR_ALERT) {
    return { on: dayWhenQuietness(rhythm, lastOn, OVERDUE_QUIETNESS), basis: 'rhythm' };
  }
  return { on: dayAfter(lastOn, fixedDays), basis: 'fixed-days' };
}

/** The arithmetic behind a rhythm, for a screen. */
export type RhythmExplanation = {
  gaps: number;
  /** Geometric mean of the own gaps; null without any. */
  ownUsualDays: number | null;
  /** Standard deviation of the logarithms of the own gaps; null below two. */
  ownSd: number | null;
  peers: { level: RhythmPrior['level']; customers: number; usualDays: number; betweenSd: number; withinSd: number };
  /** How much the own gaps count against the peers', 0 to 1. */
  ownWeight: number;
  shrunkSd: number;
  predictive: Rhythm['predictive'];
  usualDays: number;
  spreadDays: number;
  /** The middle half of gaps, 25 % to 75 %. */
  middleHalf: [number, number];
  elapsedDays: number;
  quietness: number;
};

export function explainRhythm(gaps: LogMoments, prior: RhythmPrior, elapsedDays: number): RhythmExplanation {
  const shrunk = shrink(gaps, prior);
  const rhythm = rhythmFrom(shrunk);
  return {
    gaps: gaps.n,
    ownUsualDays: gaps.n >= 1 ? Math.exp(meanOfLogs(gaps)) : null,
    ownSd: gaps.n >= 2 ? Math.sqrt(squaresAboutMean(gaps) / (gaps.n - 1)) : null,
    peers: {
      level: prior.level,
      customers: prior.customers,
      usualDays: Math.exp(prior.meanLog),
      betweenSd: Math.sqrt(prior.betweenVariance),
      withinSd: Math.sqrt(prior.withinVariance),
    },
    ownWeight: shrunk.ownWeight,
    shrunkSd: Math.sqrt(shrunk.variance),
    predictive: rhythm.predictive,
    usualDays: rhythm.usualDays,
    spreadDays: rhythm.spreadDays,
    middleHalf: [gapAtQuietness(rhythm, 0.25), gapAtQuietness(rhythm, 0.75)],
    elapsedDays,
    quietness: quietness(rhythm, elapsedDays),
  };
}

type Shrunk = { n: number; meanLog: number; ownWeight: number; variance: number; meanVariance: number; df: number };

/**
 * Normal–inverse-gamma shrinkage. The variance pools the own squares with the peers' (`withinDf` degrees of freedom whose
 * expected variance is `withinVariance`); the mean weighs own and peers by how well each is known.
 */
function shrink(gaps: LogMoments, prior: RhythmPrior): Shrunk {
  const n = Math.max(0, gaps.n);
  const df = prior.withinDf + Math.max(0, n - 1);
  const priorSquares = (prior.withinDf - 2) * prior.withinVariance;
  const variance = (priorSquares + squaresAboutMean(gaps)) / df;
  const ownWeight = (n * prior.betweenVariance) / (n * prior.betweenVariance + variance);
  return {
    n,
    df,
    variance,
    ownWeight,
    meanLog: ownWeight * meanOfLogs(gaps) + (1 - ownWeight) * prior.meanLog,
    meanVariance: (1 - ownWeight) * prior.betweenVariance,
  };
}

function rhythmFrom({ n, meanLog, variance, meanVariance, df }: Shrunk): Rhythm {
  const predictive = { meanLog, scaleLog: Math.sqrt(variance + meanVariance), df };
  const usualDays = Math.min(LONGEST_GAP, Math.exp(meanLog));
  const spreadDays = usualDays * Math.sinh(predictive.scaleLog * quantile(0.75, df));
  return { gaps: n, usualDays, spreadDays: Math.min(LONGEST_GAP, spreadDays), predictive };
}

const LONGEST_GAP = 36_525;

function dayAfter(lastOn: CivilDate, days: number): CivilDate {
  return addDays(lastOn, Math.min(Math.max(1, days), daysBetween(lastOn, LAST_DAY)));
}

const quantiles = new Map<number, Map<number, number>>();

/** Student quantiles remembered: a shop asks for few shares and few degrees of freedom, a million times over. */
function quantile(p: number, df: number): number {
  let byDf = quantiles.get(p);
  if (!byDf) {
    if (quantiles.size >= 64) quantiles.clear();
    byDf = new Map();
    quantiles.set(p, byDf);
  }
  let value = byDf.get(df);
  if (value === undefined) {
    if (byDf.size >= 4096) byDf.clear();
    value = studentQuantile(p, df);
    byDf.set(df, value);
  }
  return value;
}
