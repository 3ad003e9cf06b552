import { expect, test } from 'vitest';
import { memberCode, memberIn } from './member-code.ts';

const ID = '0192f0aa-1234-4abc-89de-0123456789ab';
const HEX = '0192f0aa12344abc89de0123456789ab';

test('a member’s code holds who it is, and nothing to be typed wrong', () => {
  expect(memberCode(ID)).toBe(`RM-${HEX}`);
  expect(memberIn(memberCode(ID))).toBe(ID);
});

test.each([`rm-${HEX}`, `RM${HEX}`, ` RM-${HEX.toUpperCase()}\n`])('a scanner may write it as %j', (scanned) => {
  expect(memberIn(scanned)).toBe(ID);
});

test.each(['', '8712', HEX, `X RM-${HEX}`, `RM-${HEX}0`, `RM-${HEX.slice(1)}`, `RM-${HEX.replace('0', 'z')}`])(
  '%j is no member’s code',
  (typed) => {
    expect(memberIn(typed)).toBeNull();
  },
);
