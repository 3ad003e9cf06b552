import { expect, test } from 'vitest';
import { isRefusal, ownWords } from './answer-text.ts';

test.each([
  ['周六来取，谢谢\n\n在 2026年11月26日，林记 <lin@tea.example> 写道：\n> 新茶到了', '周六来取，谢谢'],
  ['Yes please\r\n\r\nOn Thu, 26 Nov 2026 at 10:00, Lin <lin@tea.example> wrote:\r\n> hello', 'Yes please'],
  ['好的\n------------------ 原始邮件 ------------------\n发件人: "林记"', '好的'],
  ['> hello\nno thanks\n-- \nWang', 'no thanks'],
  ['two\n\n\n\n\nparts', 'two\n\nparts'],
])('of %j only %j is theirs', (text, own) => expect(ownWords(text)).toBe(own));

test.each([
  ['退订', true],
  ['TD。', true],
  ['Stop!', true],
  [' r ', true],
  ['请不要停', false],
  ['Stop by on Sunday?', false],
  ['', false],
])('%j refuses: %s', (words, refuses) => expect(isRefusal(words)).toBe(refuses));
