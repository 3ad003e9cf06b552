import { levelOf, rankBounds, type Bounds } from './cuts.ts';

/** Days since the last purchase day, number of purchase days, money (all of it, or per day: the scheme decides). */
export type RfmFacts = { recencyDays: number; frequency: number; monetary: number };

/** Recency is cut on days counted backwards (−recencyDays), so that on all three more is better. */
export type RfmCuts = { levels: 3 | 5; recency: Bounds; frequency: Bounds; monetary: Bounds };

/** Each from 1 (worst) to 5 (best), whatever the number of levels. */
export type RfmScore = { r: number; f: number; m: number };

export type RfmGroup =
  | 'champions'
  | 'loyal'
  | 'potential'
  | 'new'
  | 'promising'
  | 'need-attention'
  | 'about-to-sleep'
  | 'at-risk'
  | 'cannot-lose'
  | 'hibernating'
  | 'lost';

/** Fifths from 100 customers on, thirds from 30; fewer cannot be told apart this finely: null. */
export function rfmCuts(customers: readonly RfmFacts[]): RfmCuts | null {
  if (customers.length < 30) return null;
  const levels = customers.length < 100 ? 3 : 5;
  return {
    levels,
    recency: rankBounds(
      customers.map(({ recencyDays }) => -recencyDays),
      levels,
    ),
    frequency: rankBounds(
      customers.map(({ frequency }) => frequency),
      levels,
    ),
    monetary: rankBounds(
      customers.map(({ monetary }) => monetary),
      levels,
    ),
  };
}

export function rfmScore(facts: RfmFacts, cuts: RfmCuts): RfmScore {
  return {
    r: fiveScale(-facts.recencyDays, cuts.recency),
    f: fiveScale(facts.frequency, cuts.frequency),
    m: fiveScale(facts.monetary, cuts.monetary),
  };
}

/** The table below, by R and the mean of F and M; a half goes the way of F. */
export function rfmGroup({ r, f, m }: RfmScore): RfmGroup {
  const buying = f > m ? Math.ceil((f + m) / 2) : Math.floor((f + m) / 2);
  return GROUPS[r - 1]?.[buying - 1] ?? 'lost';
}

/** Rows R 1–5, columns F and M together 1–5. */
const GROUPS: readonly (readonly RfmGroup[])[] = [
  ['lost', 'hibernating', 'at-risk', 'at-risk', 'cannot-lose'],
  ['hibernating', 'hibernating', 'at-risk', 'at-risk', 'cannot-lose'],
  ['about-to-sleep', 'about-to-sleep', 'need-attention', 'loyal', 'loyal'],
  ['promising', 'potential', 'potential', 'loyal', 'loyal'],
  ['new', 'potential', 'potential', 'champions', 'champions'],
];

/** Levels spread over 1 to 5: two become 1 and 5, three 1, 3 and 5; one alone is the middle. */
function fiveScale(value: number, bounds: Bounds): number {
  if (bounds.length === 0) return 3;
  return 1 + Math.round((4 * (levelOf(value, bounds) - 1)) / bounds.length);
}
