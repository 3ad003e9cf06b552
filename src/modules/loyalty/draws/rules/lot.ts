/** Odds are stated of so many tries. */
export const OF = 10_000;

/**
 * The number of a try, 0 to 9999: the first eight bytes of its digest, read as a fraction of 2^64, of ten thousand. No
 * number is likelier than another by more than 10^4 / 2^64.
 */
export function numberOf(digest: Uint8Array): number {
  const fraction = new DataView(digest.buffer, digest.byteOffset).getBigUint64(0);
  return Number((fraction * BigInt(OF)) >> 64n);
}

/** The prizes share out the numbers in their order: the first has 0 to its odds − 1. The place, 1 first; null for nothing. */
export function placeAt(odds: readonly number[], number: number): number | null {
  let end = 0;
  for (const [n, share] of odds.entries()) {
    end += share;
    if (number < end) return n + 1;
  }
  return null;
}

/** What is given where a number names a place: that prize, or the stated one where it has run out, or nothing. */
export function givenFor(
  landed: number | null,
  fallback: number | null,
  there: (place: number) => boolean,
): number | null {
  if (landed === null) return null;
  if (there(landed)) return landed;
  return fallback !== null && there(fallback) ? fallback : null;
}
