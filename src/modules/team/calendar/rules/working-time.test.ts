import { describe, expect, test } from 'vitest';
import { holidaysOf } from './holidays.ts';
import { instantAt } from '../../../../maths/wall-clock.ts';
import { hoursOn, nextWorkingTime, onWorkingDay, openingOn, type ShopCalendar } from './working-time.ts';

const office = { from: '09:00', to: '18:00' };
const week = { 1: office, 2: office, 3: office, 4: office, 5: office };
const mainland: ShopCalendar = {
  zone: 'Asia/Shanghai',
  hours: week,
  holidays: holidaysOf('CN'),
  ownDays: new Map([
    ['2026-11-26', { works: false }],
    ['2026-10-01', { works: true }],
  ]),
};
const at = (day: string, hour: number, calendar = mainland) => instantAt(calendar.zone, day, hour * 60);
const opening = (day: string, calendar = mainland) => at(day, 9, calendar);

describe('a day of the shop', () => {
  test.each([
    ['2026-11-25', true, 'a Wednesday'],
    ['2026-11-28', false, 'a Saturday'],
    ['2026-02-17', false, 'Spring Festival on a Tuesday'],
    ['2026-02-14', true, 'a Saturday that makes up for it'],
    ['2026-02-28', true, 'another'],
    ['2026-09-20', true, 'a Sunday that makes up for National Day'],
    ['2026-10-01', true, 'National Day, when this shop is open'],
    ['2026-11-26', false, 'the day of its outing'],
  ])('%s works: %s (%s)', (day, works) => {
    expect(hoursOn(mainland, day) !== null).toBe(works);
  });

  test('a make-up workday keeps the hours of the first working weekday', () => {
    const late = { ...mainland, hours: { ...week, 1: { from: '10:00', to: '19:00' } } };
    expect(hoursOn(late, '2026-02-14')).toEqual({ from: '10:00', to: '19:00' });
  });

  test('Taiwan keeps its own holidays and works on no Saturday for them in 2026', () => {
    const taiwan = { ...mainland, zone: 'Asia/Taipei', holidays: holidaysOf('TW'), ownDays: new Map() };
    const days = ['2026-02-20', '2026-02-27', '2026-04-03', '2026-10-26', '2026-02-14', '2026-05-04'];
    expect(days.map((day) => hoursOn(taiwan, day) !== null)).toEqual([false, false, false, false, false, true]);
    const workdays = [...holidaysOf('TW')].filter(([day, { off }]) => day.startsWith('2026') && !off);
    expect(workdays).toEqual([]);
  });
});

describe('a reminder', () => {
  test.each([
    ['within hours stays', at('2026-11-25', 15), at('2026-11-25', 15)],
    ['before opening waits for it', at('2026-11-25', 7), opening('2026-11-25')],
    ['after closing waits past the outing for Friday', at('2026-11-25', 20), opening('2026-11-27')],
    ['on Saturday waits for Monday', at('2026-11-28', 12), opening('2026-11-30')],
    ['in Spring Festival waits for its end', at('2026-02-16', 12), opening('2026-02-24')],
    ['on a make-up Saturday stays', at('2026-02-28', 12), at('2026-02-28', 12)],
    ['at the very minute of closing waits', at('2026-11-24', 18), opening('2026-11-25')],
  ])('%s', (_what, wanted, expected) => {
    expect(nextWorkingTime(mainland, wanted)).toEqual(expected);
  });

  test('that somebody put in the evening of a working day stays there, one on a day off moves', () => {
    expect(onWorkingDay(mainland, at('2026-11-25', 20))).toEqual(at('2026-11-25', 20));
    expect(onWorkingDay(mainland, at('2026-11-28', 20))).toEqual(opening('2026-11-30'));
  });

  test('rings at nine by the wall on the days around a change of the clocks', () => {
    const berlin: ShopCalendar = {
      zone: 'Europe/Berlin',
      hours: { ...week, 7: office },
      holidays: new Map(),
      ownDays: new Map(),
    };
    expect(openingOn(berlin, '2026-10-25').toISOString()).toBe('2026-10-25T08:00:00.000Z');
    expect(openingOn(berlin, '2026-03-29').toISOString()).toBe('2026-03-29T07:00:00.000Z');
  });

  test('of a shop that never opens stays where it is', () => {
    const closed = { ...mainland, hours: {}, holidays: new Map(), ownDays: new Map() };
    expect(nextWorkingTime(closed, at('2026-11-25', 12))).toEqual(at('2026-11-25', 12));
  });
});
