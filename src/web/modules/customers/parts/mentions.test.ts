import { expect, test } from 'vitest';
import { mentionAt, mentionedIn, withMention } from './mentions.ts';

test.each([
  ['请 @小', 4, { start: 2, typed: '小' }],
  ['@', 1, { start: 0, typed: '' }],
  ['写信给 a@x.com', 11, undefined],
  ['@小雨 说', 5, undefined],
  ['没有', 2, undefined],
])('in “%s” a colleague is being named: %#', (text, caret, found) => {
  expect(mentionAt(text, caret)).toEqual(found);
});

test('a chosen name stands in the text, with the caret behind it', () => {
  expect(withMention('请 @小 看看', 4, { start: 2 }, '林小雨')).toEqual({ text: '请 @林小雨 看看', caret: 7 });
});

test('who is named is told by the text itself', () => {
  const members = [
    { id: '1', name: '林小雨' },
    { id: '2', name: '小张' },
  ];
  expect(mentionedIn('@林小雨 请联系，小张知道', members)).toEqual(['1']);
});
