import { describe, expect, test } from 'vitest';
import { afterQuiet } from './quiet-hours.ts';

const night = { from: '21:00', to: '08:30' };

describe('quiet hours', () => {
  test.each([
    // Shanghai has one clock.
    ['Asia/Shanghai', '2026-11-25T12:59:00Z', '2026-11-25T12:59:00Z'],
    ['Asia/Shanghai', '2026-11-25T13:00:00Z', '2026-11-26T00:30:00Z'],
    ['Asia/Shanghai', '2026-11-25T23:00:00Z', '2026-11-26T00:30:00Z'],
    // Berlin: the night on which the clocks go forward, and the one on which they go back.
    ['Europe/Berlin', '2026-03-28T21:00:00Z', '2026-03-29T06:30:00Z'],
    ['Europe/Berlin', '2026-10-24T20:00:00Z', '2026-10-25T07:30:00Z'],
    // New York, both days.
    ['America/New_York', '2026-03-08T03:00:00Z', '2026-03-08T12:30:00Z'],
    ['America/New_York', '2026-11-01T02:00:00Z', '2026-11-01T13:30:00Z'],
    // Lord Howe moves its clocks by half an hour.
    ['Australia/Lord_Howe', '2026-04-04T12:00:00Z', '2026-04-04T22:00:00Z'],
    ['Australia/Lord_Howe', '2026-10-03T12:00:00Z', '2026-10-03T21:30:00Z'],
    // The end of a month and of a year.
    ['Asia/Taipei', '2026-12-31T14:00:00Z', '2027-01-01T00:30:00Z'],
  ])('in %s at %s nothing goes out before %s', (zone, now, then) => {
    expect(afterQuiet(zone, new Date(now), night)).toEqual(new Date(then));
  });

  test('may lie within a day, and the same time twice means none', () => {
    const noon = new Date('2026-11-25T04:30:00Z');
    expect(afterQuiet('Asia/Shanghai', noon, { from: '12:00', to: '14:00' })).toEqual(new Date('2026-11-25T06:00:00Z'));
    expect(afterQuiet('Asia/Shanghai', noon, { from: '12:00', to: '12:00' })).toEqual(noon);
  });

  test('an end in an hour that comes twice or never is still an end', () => {
    const twice = afterQuiet('Europe/Berlin', new Date('2026-10-25T00:10:00Z'), { from: '01:00', to: '02:30' });
    expect(twice.toISOString()).toBe('2026-10-25T00:30:00.000Z');
    const never = afterQuiet('Europe/Berlin', new Date('2026-03-29T00:10:00Z'), { from: '01:00', to: '02:30' });
    expect(never.toISOString()).toBe('2026-03-29T01:30:00.000Z');
  });
});
