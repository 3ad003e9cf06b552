import { expect, test } from 'vitest';
import { nameOf, pickLanguage } from './language.ts';

test.each([
  [null, ['fr-FR', 'en-GB'], 'en'],
  [null, ['zh-HK'], 'zh-TW'],
  [null, ['zh-Hant-SG', 'en'], 'zh-TW'],
  [null, ['zh-SG'], 'zh-CN'],
  [null, ['fr'], 'zh-CN'],
  ['en', ['zh-CN'], 'en'],
  ['klingon', ['en'], 'en'],
] as const)('having chosen %s, a browser that asks for %o is spoken to in %s', (chosen, wanted, language) => {
  expect(pickLanguage(chosen, wanted)).toBe(language);
});

test('every language goes by its own name', () => {
  expect((['zh-CN', 'zh-TW', 'en'] as const).map(nameOf)).toEqual(['简体中文', '繁體中文', 'English']);
});
