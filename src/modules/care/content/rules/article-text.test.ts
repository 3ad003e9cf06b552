import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerptOf, paragraphsOf, plainTextOf, withoutTags, wrongLinks } from './article-text.ts';

test('an empty line parts paragraphs, and a link is words with an address', () => {
  expect(paragraphsOf('一\n二\n\n看[这里](https://tea.example/a)吧')).toEqual([
    [[{ words: '一', url: null }], [{ words: '二', url: null }]],
    [
      [
        { words: '看', url: null },
        { words: '这里', url: 'https://tea.example/a' },
        { words: '吧', url: null },
      ],
    ],
  ]);
});

test.each(['javascript:alert`1`', 'data:text/html,x', '//evil.example', 'https://a"onclick=x'])(
  '%s is no link',
  (target) => {
    const text = `[点我](${target})`;
    expect(wrongLinks(text)).toEqual([target]);
    expect(
      paragraphsOf(text)
        .flat(2)
        .every(({ url }) => url === null),
    ).toBe(true);
  },
);

test('no word of a text is lost, whatever stands in it', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      const words = paragraphsOf(text)
        .flat(2)
        .map(({ words: one, url }) => (url ? `[${one}](${url})` : one));
      expect(words.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
    }),
  );
});

test('the words alone keep their addresses; an excerpt cuts no character in two', () => {
  expect(plainTextOf('新茶', '[看](https://tea.example)')).toBe('新茶\n\n看 https://tea.example');
  expect(excerptOf('😀😀😀', 2)).toBe('😀😀…');
  expect(withoutTags('{{name}}')).toBe('{ {name}}');
});
