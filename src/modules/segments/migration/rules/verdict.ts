import type { Interval } from '../../../../maths/statistics.ts';

/** Below so many customers on either side nothing is said. */
const LEAST = 10;

/** Whether those contacted moved up more often than those left alone: only where the interval leaves zero out. */
export function verdictOf(
  contacted: number,
  alone: number,
  interval: Interval | null,
): 'too-few' | 'more' | 'less' | 'unclear' {
  if (contacted < LEAST || alone < LEAST || !interval) return 'too-few';
  if (interval.low > 0) return 'more';
  return interval.high < 0 ? 'less' : 'unclear';
}
