import { expect, test } from 'vitest';
import { laterDays } from './later-days.ts';

test('"later" offers tomorrow, three days, next Monday and a month', () => {
  expect(laterDays('2026-11-24')).toEqual([
    ['tomorrow', '2026-11-25'],
    ['soon', '2026-11-27'],
    ['monday', '2026-11-30'],
    ['month', '2026-12-24'],
  ]);
});

test('a day is offered once: on a Sunday next Monday is tomorrow', () => {
  expect(laterDays('2026-11-22').map(([key]) => key)).toEqual(['tomorrow', 'soon', 'month']);
});
