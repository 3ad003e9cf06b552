import { expect, test } from 'vitest';
import { cardInHand, rewardsDue } from './full-cards.ts';

test.each([
  ['nothing yet', 0, 0, 0, { stamps: 0, toGo: 10 }],
  ['one short of it', 9, 0, 0, { stamps: 9, toGo: 1 }],
  ['full', 10, 0, 1, { stamps: 10, toGo: 0 }],
  ['full, and given', 10, 1, 0, { stamps: 0, toGo: 10 }],
  ['two and a half at once', 25, 0, 2, { stamps: 25, toGo: -15 }],
  ['the order came back before the reward was used', 9, 1, -1, { stamps: 0, toGo: 11 }],
  ['more was stamped off than there was', -1, 0, 0, { stamps: 0, toGo: 11 }],
])('%s', (_what, stamps, rewards, due, inHand) => {
  expect(rewardsDue({ stamps, rewards }, 10)).toBe(due);
  expect(cardInHand({ stamps, rewards }, 10)).toEqual(inHand);
});
