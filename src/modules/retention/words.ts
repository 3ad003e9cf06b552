export function wholeDays(days: number): number {
  return Math.max(1, Math.round(days));
}

/** Nothing is certain: 99 at most. */
export function percentOf(share: number): number {
  return Math.min(99, Math.floor(share * 100));
}
