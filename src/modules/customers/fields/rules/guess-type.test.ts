import { expect, test } from 'vitest';
import { guessType } from './guess-type.ts';

test.each([
  [['12', '3.5', ''], 'number'],
  [['007', '12'], 'text'],
  [['2026-01-02', '2025/1/3'], 'date'],
  [['a@x.com', 'b@y.cn'], 'email'],
  [['https://x.com/a'], 'link'],
  [['岩茶', '白茶'], 'text'],
  [['一段很长的话，'.repeat(12)], 'longText'],
  [[], 'text'],
])('a column of %j becomes a field of type %s', (samples, type) => {
  expect(guessType(samples)).toBe(type);
});
