import { expect, test } from 'vitest';
import { smsSize } from './sms.ts';

test.each([
  ['', true, 0, 0],
  ['茶'.repeat(70), true, 70, 1],
  ['茶'.repeat(71), true, 71, 2],
  ['茶'.repeat(134), true, 134, 2],
  ['茶'.repeat(135), true, 135, 3],
  ['a'.repeat(160), false, 160, 1],
  ['a'.repeat(161), false, 161, 2],
  [`${'a'.repeat(159)}€`, false, 160, 2],
  [`${'a'.repeat(100)}茶`, false, 101, 2],
  // Outside the basic plane: two places each.
  ['🍵'.repeat(35), true, 35, 1],
  ['🍵'.repeat(36), true, 36, 2],
])('"%s" (Chinese gateway: %s) has %i characters in %i parts', (text, chinese, characters, parts) => {
  expect(smsSize(text, chinese)).toEqual({ characters, parts });
});
