import { expect, test } from 'vitest';
import { ownMeaning } from './own-words.ts';

const own = [{ meaning: 'custom.tea', words: ['茶饮偏好', 'Favourite tea', 'tea'] }];

test('a header names an own column word by word, whatever its case, width and signs', () => {
  expect(ownMeaning(own, ' favourite_TEA* ', 0.5)).toBe('custom.tea');
  expect(ownMeaning(own, '茶饮偏好', 0)).toBe('custom.tea');
  expect(ownMeaning(own, '茶饮', 0)).toBeUndefined();
  expect(ownMeaning(own, '', 0)).toBeUndefined();
});

test('what the house knows as surely stays what it is', () => {
  expect(ownMeaning(own, 'tea', 0.95)).toBeUndefined();
});
