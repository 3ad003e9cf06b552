import { expect, test } from 'vitest';
import { addDays } from '../../../../maths/calendar.ts';
import { isDrop, volumeChange, type Bought } from './volume.ts';

const TODAY = '2026-11-25';
const ago = (days: number, minor = 100): Bought => ({ on: addDays(TODAY, -days), minor });

test.each<[string, Bought[], ReturnType<typeof volumeChange>]>([
  ['nothing bought', [], null],
  ['bought once', [ago(3)], null],
  ['all of it on one day', [ago(500, 100), ago(500, 100)], null],
  [
    'the same weeks a year before',
    [ago(10, 50), ago(60, 50), ago(375, 100), ago(425, 100), ago(800)],
    { recent: 100, before: 200, basis: 'year', days: 4 },
  ],
  [
    'the weeks before while there is no year',
    [ago(10, 50), ago(60, 50), ago(100, 100), ago(150, 100), ago(190)],
    { recent: 100, before: 200, basis: 'weeks', days: 4 },
  ],
  ['a first purchase within the spans', [ago(10), ago(60), ago(100), ago(150)], null],
])('%s', (_, bought, expected) => {
  expect(volumeChange(bought, TODAY)).toEqual(expected);
});

test('a quarter less is a drop, nothing before is none', () => {
  const change = { basis: 'year', days: 8 } as const;
  expect(isDrop({ ...change, recent: 74, before: 100 })).toBe(true);
  expect(isDrop({ ...change, recent: 75, before: 100 })).toBe(false);
  expect(isDrop({ ...change, recent: 0, before: 0 })).toBe(false);
});
