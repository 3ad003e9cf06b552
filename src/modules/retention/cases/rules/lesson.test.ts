import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lessonOf, neededFor, proposedSilence, YEARLY_ALERT_DAYS, type FalseAlarmReason } from './lesson.ts';

describe('a false alarm', () => {
  test.each([
    ['yearly', {}, { reason: 'yearly', alertDays: YEARLY_ALERT_DAYS, silentUntil: null, never: false }],
    ['rarely', { everyDays: 100 }, { reason: 'rarely', alertDays: 120, silentUntil: null, never: false }],
    ['rarely', { everyDays: 3600 }, { reason: 'rarely', alertDays: 3650, silentUntil: null, never: false }],
    ['rarely', {}, null],
    [
      'on_leave',
      { until: '2027-03-01' },
      { reason: 'on_leave', alertDays: null, silentUntil: '2027-03-01', never: false },
    ],
    ['on_leave', {}, null],
    ['not_watched', {}, { reason: 'not_watched', alertDays: null, silentUntil: null, never: true }],
    ['elsewhere', {}, null],
    ['other', { everyDays: 5 }, null],
  ] satisfies [FalseAlarmReason, object, unknown][])('because of “%s” with %j teaches %j', (reason, said, taught) => {
    expect(lessonOf(reason, said)).toEqual(taught);
  });

  test('asks only for what makes its reason a lesson', () => {
    expect((['yearly', 'rarely', 'on_leave', 'elsewhere'] as const).map(neededFor)).toEqual([
      null,
      'everyDays',
      'until',
      null,
    ]);
  });
});

describe('the rule of a class', () => {
  test.each([
    [[], null, null],
    [[60, 61], null, null],
    [[60, 70, 90], null, 71],
    [[60, 70, 90], 71, null],
    [[60, 70, 90], 40, 71],
    [[5000, 5000, 5000], null, 1000],
  ])('after false alarms at %j days and %s so far becomes %s', (silences, now, proposed) => {
    expect(proposedSilence(silences, now)).toBe(proposed);
  });

  test('would have spared at least half of its false alarms, in whatever order they came', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 3, maxLength: 40 }), (silences) => {
        const proposed = proposedSilence(silences, null) ?? 0;
        const spared = silences.filter((days) => days < proposed).length;
        expect(spared * 2).toBeGreaterThanOrEqual(silences.length);
        expect(proposedSilence(silences.toReversed(), null)).toBe(proposed);
      }),
    );
  });
});
