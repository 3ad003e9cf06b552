import { expect, test } from 'vitest';
import { quoteLexeme, toTsvectorLiteral } from './lexemes.ts';

test('terms are quoted, with quotes and backslashes doubled', () => {
  expect(toTsvectorLiteral(['张三', "o'brien", 'a\\b', 'x:1'])).toBe("'张三' 'o''brien' 'a\\\\b' 'x:1'");
});

test('what PostgreSQL refuses is left out or cut', () => {
  expect(toTsvectorLiteral(['', '\0', 'a\0b'])).toBe("'ab'");
  expect(quoteLexeme('\ud842')).toBe("'\ufffd'");
  expect(new TextEncoder().encode(quoteLexeme('张'.repeat(5_000))).length).toBeLessThan(2_046);
});

test('the whole stays below a megabyte', () => {
  const terms = Array.from({ length: 20_000 }, (_, at) => `${at}${'\\'.repeat(3_000)}`);
  expect(new TextEncoder().encode(toTsvectorLiteral(terms)).length).toBeLessThan(1_048_576);
});
