import { newcombe } from '../../../maths/statistics.ts';

export interface Seen {
  hits: number;
  sent: number;
}

/** B only where it is better beyond chance (95 %): A is what the shop would have sent without a test. */
export function betterVersion(a: Seen, b: Seen): 'A' | 'B' {
  const found = newcombe({ successes: b.hits, trials: b.sent }, { successes: a.hits, trials: a.sent });
  return found !== null && found.low > 0 ? 'B' : 'A';
}
