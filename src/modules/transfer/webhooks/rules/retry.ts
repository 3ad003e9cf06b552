/** Milliseconds. */
const FIRST = 60_000;
const LONGEST = 6 * 3_600_000;
const PATIENCE = 3 * 86_400_000;

/** How long to wait after so many failures in a row: one minute, two, four … six hours at most. */
export function waitAfter(failures: number): number {
  return Math.min(LONGEST, FIRST * 2 ** Math.min(20, Math.max(0, failures - 1)));
}

/** An address that has failed for three days without one success is told nothing more until somebody looks at it. */
export function givesUp(failingSince: Date, now: Date): boolean {
  return now.getTime() - failingSince.getTime() >= PATIENCE;
}
