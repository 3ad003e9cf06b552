import { meanOfLogs, squaresAboutMean, type LogMoments } from './log-moments.ts';

/**
 * What is known about a customer's gaps (days between purchase days, in natural logarithms) before looking at his own:
 * customers' means scatter around `meanLog` with `betweenVariance`, one customer's gaps around his mean with
 * `withinVariance`, known as well as `withinDf` degrees of freedom would tell. Each level leans on the one above it.
 */
export type RhythmPrior = {
  level: 'trade' | 'shop' | 'class';
  customers: number;
  meanLog: number;
  betweenVariance: number;
  withinVariance: number;
  withinDf: number;
};

/** Sums over the customers with at least one gap; a database makes them in one aggregate. */
export type PriorSums = {
  customers: number;
  gaps: number;
  /** Σ ȳ over customers, ȳ = sumLog / n */
  sumMean: number;
  /** Σ ȳ² */
  sumMeanSq: number;
  /** Σ 1/n */
  sumInverseN: number;
  /** Σ (sumLogSq − sumLog²/n) */
  sumSquaresWithin: number;
};

/** Where nothing is known yet: customers buy every six weeks or so, nine in ten between 11 and 157 days. */
export function tradePrior(usualDays = 42): RhythmPrior {
  return {
    level: 'trade',
    customers: 0,
    meanLog: Math.log(Math.max(1, usualDays)),
    betweenVariance: 0.64,
    withinVariance: 0.64,
    withinDf: 6,
  };
}

export function sumGroups(groups: Iterable<LogMoments>): PriorSums {
  const sums: PriorSums = {
    customers: 0,
    gaps: 0,
    sumMean: 0,
    sumMeanSq: 0,
    sumInverseN: 0,
    sumSquaresWithin: 0,
  };
  for (const group of groups) {
    if (!isUsable(group)) continue;
    const mean = meanOfLogs(group);
    sums.customers += 1;
    sums.gaps += group.n;
    sums.sumMean += mean;
    sums.sumMeanSq += mean * mean;
    sums.sumInverseN += 1 / group.n;
    sums.sumSquaresWithin += squaresAboutMean(group);
  }
  return sums;
}

/**
 * Method of moments with every customer counted once, so that the few who buy daily do not speak for all. The level
 * above counts as five customers: with none the answer is the parent, with a hundred it hardly matters.
 */
export function priorFromSums(level: 'shop' | 'class', sums: PriorSums, parent: RhythmPrior): RhythmPrior {
  const { customers: k, gaps, sumMean, sumMeanSq, sumInverseN, sumSquaresWithin } = sums;
  if (k < 1 || !Object.values(sums).every(Number.isFinite)) return { ...parent, level, customers: 0 };
  const withinVariance = Math.max(
    LEAST_VARIANCE,
    (sumSquaresWithin + PARENT_GAPS * parent.withinVariance) / (gaps - k + PARENT_GAPS),
  );
  const mean = sumMean / k;
  const variationOfMeans = k > 1 ? Math.max(0, sumMeanSq - k * mean * mean) / (k - 1) : 0;
  // A mean of n gaps scatters by withinVariance / n on its own account; only the rest is between customers.
  const between = Math.max(0, variationOfMeans - (withinVariance * sumInverseN) / k);
  return {
    level,
    customers: k,
    meanLog: (sumMean + PARENT_CUSTOMERS * parent.meanLog) / (k + PARENT_CUSTOMERS),
    betweenVariance: Math.max(
      LEAST_VARIANCE,
      ((k - 1) * between + PARENT_CUSTOMERS * parent.betweenVariance) / (k - 1 + PARENT_CUSTOMERS),
    ),
    withinVariance,
    withinDf: parent.withinDf,
  };
}

export function estimateShopPrior(groups: Iterable<LogMoments>, trade: RhythmPrior = tradePrior()): RhythmPrior {
  return priorFromSums('shop', sumGroups(groups), trade);
}

export function estimateClassPrior(groups: Iterable<LogMoments>, shop: RhythmPrior): RhythmPrior {
  return priorFromSums('class', sumGroups(groups), shop);
}

const PARENT_CUSTOMERS = 5;
const PARENT_GAPS = 10;

/** Five per cent of a gap: the day is the unit, so nobody is more regular than this. */
const LEAST_VARIANCE = 0.05 ** 2;

function isUsable({ n, sumLog, sumLogSq }: LogMoments): boolean {
  return n >= 1 && Number.isFinite(n) && Number.isFinite(sumLog) && Number.isFinite(sumLogSq);
}
