import { expect, test } from 'vitest';
import { weekday } from '../../../maths/calendar.ts';
import { sendDay } from './send-day.ts';

const weekdays = (day: string) => weekday(day) <= 5;

test.each([
  // 29 November 2026 is a Sunday.
  ['2026-11-29', 0, '2026-11-29'],
  ['2026-11-30', 1, '2026-11-27'],
  ['2026-11-30', 3, '2026-11-27'],
  ['2026-12-02', 1, '2026-12-01'],
  ['2027-01-01', 1, '2026-12-31'],
  ['2027-03-01', 1, '2027-02-26'],
] as const)('a greeting for %s, %i days ahead, goes out on %s', (on, ahead, day) => {
  expect(sendDay(on, ahead, weekdays)).toBe(day);
});

test('a shop that never opens moves nothing', () => {
  expect(sendDay('2026-12-02', 2, () => false)).toBe('2026-11-30');
});
