import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OF, placeAt } from './rules/lot.ts';
import { drawnNumber, hashOf } from './seed.ts';

test('a number can be told again by anybody who knows the seed', () => {
  // As OpenSSL says it: printf 1 | openssl dgst -sha256 -hmac "seven cups of tea"; printf "seven cups of tea" | sha256sum
  expect(hashOf('seven cups of tea')).toBe('eb7b2f73383e0905f940c2fb508c2294ff3e08d14e54cbee63472a499ed1131b');
  expect([1, 2, 3].map((no) => drawnNumber('seven cups of tea', no))).toEqual([8311, 7719, 1705]);
});

/** Tries of one draw; each share is expected at least fifty times. */
const TRIES = 10_000;

test('over many tries every prize comes as often as its odds say', () => {
  const odds = fc.array(fc.integer({ min: 50, max: 1000 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(fc.string({ minLength: 8 }), odds, (seed, shares) => {
      const all = [...shares, OF - shares.reduce((sum, share) => sum + share, 0)];
      const came = all.map(() => 0);
      for (let no = 1; no <= TRIES; no += 1) {
        const at = (placeAt(shares, drawnNumber(seed, no)) ?? all.length) - 1;
        came[at] = (came[at] ?? 0) + 1;
      }
      const chiSquare = all.reduce((sum, share, n) => {
        const expected = (share * TRIES) / OF;
        return sum + ((came[n] ?? 0) - expected) ** 2 / expected;
      }, 0);
      // Beyond this, at nine degrees of freedom, once in some thousand million draws.
      expect(chiSquare).toBeLessThan(67);
    }),
    { numRuns: 10 },
  );
});
