import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bonusFor, EMPTY, giveBack, sumOf, takeFrom, takeFromAll, type Purse } from './purse.ts';

const purse = (paid: number, bonus: number): Purse => ({ paid: BigInt(paid), bonus: BigInt(bonus) });
const STEPS = [
  { fromMinor: 50000n, bonusMinor: 5000n },
  { fromMinor: 100000n, bonusMinor: 15000n },
];

test.each([
  ['below the first step', 49999n, 0n],
  ['on a step', 50000n, 5000n],
  ['beyond the last', 300000n, 15000n],
])('the bonus of topping up %s', (_what, amount, bonus) => {
  expect(bonusFor(STEPS, amount)).toBe(bonus);
});

test.each([
  ['own money goes first', purse(100, 20), 80n, purse(80, 0)],
  ['then what the shop gave', purse(100, 20), 110n, purse(100, 10)],
  ['and never more than there is', purse(100, 20), 500n, purse(100, 20)],
])('%s', (_what, holding, amount, taken) => {
  expect(takeFrom(holding, amount)).toEqual(taken);
});

test('over several cards, one after the other, or not at all', () => {
  expect(takeFromAll([purse(10, 5), purse(30, 0)], 20n)).toEqual([purse(10, 5), purse(5, 0)]);
  expect(takeFromAll([purse(10, 5), purse(30, 0)], 46n)).toBeNull();
});

describe('what is taken back', () => {
  test('in any parts is in the end exactly what was taken', () => {
    const amounts = fc.bigInt({ min: 0n, max: 10_000n });
    fc.assert(
      fc.property(
        amounts,
        amounts,
        fc.array(fc.bigInt({ min: 1n, max: 3_000n }), { maxLength: 20 }),
        (paid, bonus, parts) => {
          const taken = { paid, bonus };
          let back = EMPTY;
          for (const part of parts) {
            const left = sumOf(taken) - sumOf(back);
            const piece = giveBack(taken, back, part < left ? part : left);
            back = { paid: back.paid + piece.paid, bonus: back.bonus + piece.bonus };
            expect(back.paid <= paid && back.bonus <= bonus).toBe(true);
          }
          const rest = giveBack(taken, back, sumOf(taken) - sumOf(back));
          expect({ paid: back.paid + rest.paid, bonus: back.bonus + rest.bonus }).toEqual(taken);
        },
      ),
    );
  });
});
