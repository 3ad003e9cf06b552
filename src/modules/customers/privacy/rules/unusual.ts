import type { ReadingKind } from '../disclosures/contract.ts';

/** Customers a day up to which nobody is told of anything, whatever is usual: a day at the till is not a theft. */
const FLOOR: Record<ReadingKind, number> = { opened: 80, revealed: 15, listed: 2_000, exported: 300 };
/** So many times what is usual for this very colleague. */
const TIMES = 3;

/** The middle of the days on which anything was read; 0 while there are none. */
export function usualOf(days: readonly number[]): number {
  const sorted = days.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** The number of customers a day from which reading is unusual: three times one's own usual, never below the floor. */
export function limitOf(kind: ReadingKind, days: readonly number[]): number {
  return Math.max(FLOOR[kind], TIMES * usualOf(days));
}
