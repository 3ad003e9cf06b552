import { expect, test } from 'vitest';
import { givenFor, numberOf, placeAt } from './lot.ts';

const bytes = (...first: number[]) =>
  Uint8Array.from([...first, ...Array.from({ length: 32 - first.length }, () => 0)]);

test.each([
  ['nothing but zeros', bytes(), 0],
  ['all ones', Uint8Array.from({ length: 32 }, () => 255), 9999],
  ['half', bytes(128), 5000],
  ['a hair below half', bytes(127, 255, 255, 255, 255, 255, 255, 255), 4999],
  ['only the first eight bytes count', bytes(0, 0, 0, 0, 0, 0, 0, 0, 255, 255), 0],
])('the number of a digest: %s', (_what, digest, number) => {
  expect(numberOf(digest)).toBe(number);
});

test.each([
  ['the first number is the first prize', 0, 1],
  ['and so is the last of its share', 9, 1],
  ['then the second begins', 10, 2],
  ['to the end of its share', 509, 2],
  ['the rest is nothing', 510, null],
  ['to the last number', 9999, null],
])('%s', (_what, number, place) => {
  expect(placeAt([10, 500], number)).toBe(place);
});

test('odds that fill all numbers leave no nothing', () => {
  expect(placeAt([4000, 6000], 9999)).toBe(2);
});

test.each<[string, number | null, number | null, number[], number | null]>([
  ['what was won, while it is there', 1, 2, [1, 2], 1],
  ['the stated prize where it has run out', 1, 2, [2], 2],
  ['nothing where that has run out, too', 1, 2, [], null],
  ['nothing where none is stated', 1, null, [2], null],
  ['and nothing stays nothing', null, 2, [1, 2], null],
])('is given: %s', (_what, landed, fallback, there, given) => {
  expect(givenFor(landed, fallback, (place) => there.includes(place))).toBe(given);
});
