import { describe, expect, test } from 'vitest';
import { nextOccurrence } from '../../customers/rules/birthday.ts';
import { birthdaysKept, type KeptDay } from './birthday-window.ts';

const kept = (today: string, ahead: number) => birthdaysKept(today, ahead, nextOccurrence);
const named = ({ calendar, month, day, leapMonth }: KeptDay) =>
  `${calendar} ${leapMonth ? 'leap ' : ''}${month}/${day}`;

describe('the birthdays kept in the coming days', () => {
  test('are those of the day itself, in both calendars, when nothing is asked ahead', () => {
    // 2026-11-22 is the 14th of the tenth lunar month; no month is repeated in 2026.
    expect(kept('2026-11-22', 0).map(named)).toEqual(['lunar 10/14', 'lunar leap 10/14', 'solar 11/22']);
  });

  test('take in the last day asked for', () => {
    const days = kept('2026-11-22', 7).filter(({ calendar }) => calendar === 'solar');
    expect(days.map(({ on }) => on)).toEqual(Array.from({ length: 8 }, (_, n) => `2026-11-${22 + n}`));
  });

  test('go on over the end of a year', () => {
    expect(
      kept('2026-12-31', 1)
        .filter(({ calendar }) => calendar === 'solar')
        .map(({ on }) => on)
        .sort(),
    ).toEqual(['2026-12-31', '2027-01-01']);
  });

  test('put 29 February on the 28th of a common year', () => {
    expect(kept('2027-02-28', 0).map(named)).toEqual(expect.arrayContaining(['solar 2/28', 'solar 2/29']));
  });
});
