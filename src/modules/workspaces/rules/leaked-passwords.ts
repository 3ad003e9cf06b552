/**
 * Leaked passwords as a Bloom filter: a set of bits in which none of the list is missing, and out of ten thousand other
 * texts one seems to be in it. Nothing can be read back from it. Made by `scripts/leaked-passwords.ts`.
 */
export function isLeaked(filter: Uint8Array, password: string): boolean {
  return places(filter, plainOf(password)).every((bit) => ((filter[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0);
}

/** Twenty bits a text and thirteen places each: false alarms of 1 in 10,000. */
export function filterOf(passwords: Iterable<string>): Uint8Array {
  const all = new Set([...passwords].map(plainOf));
  const filter = new Uint8Array(Math.ceil((all.size * 20) / 8));
  for (const plain of all) for (const bit of places(filter, plain)) filter[bit >> 3]! |= 1 << (bit & 7);
  return filter;
}

const PLACES = 13;

function plainOf(password: string): string {
  return password.normalize('NFKC').toLowerCase();
}

/** Kirsch and Mitzenmacher 2006: two hashes stand for as many as are wanted. */
function places(filter: Uint8Array, text: string): number[] {
  const bits = filter.length * 8;
  const [first, step] = [hashed(text, 0x811c9dc5), (hashed(text, 0x9747b28c) | 1) >>> 0];
  return Array.from({ length: PLACES }, (_, n) => (first + n * step) % bits);
}

/** FNV-1a with the last mixing of MurmurHash3, 32 bits. */
function hashed(text: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
