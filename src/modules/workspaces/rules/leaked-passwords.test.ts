import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filterOf, isLeaked } from './leaked-passwords.ts';

test('none of a list is missing, in capitals neither', () => {
  expect(isLeaked(filterOf(['motherlode']), 'MotherLode')).toBe(true);
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { minLength: 1, maxLength: 200 }), (list) => {
      const filter = filterOf(list);
      for (const one of list) expect(isLeaked(filter, one)).toBe(true);
    }),
  );
});

test('of other texts hardly any seems to be in it', () => {
  const filter = filterOf(Array.from({ length: 5_000 }, (_, n) => `leaked-${n}`));
  const alarms = Array.from({ length: 20_000 }, (_, n) => `another-${n}`).filter((one) => isLeaked(filter, one));
  expect(alarms.length).toBeLessThan(12);
});
