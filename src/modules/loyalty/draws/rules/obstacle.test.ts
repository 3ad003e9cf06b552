import { expect, test } from 'vitest';
import { obstacleTo, type Terms, type Tried } from './obstacle.ts';

const TERMS: Terms = {
  fromDay: '2026-11-01',
  untilDay: '2026-11-30',
  ended: false,
  dayLimit: 2,
  personLimit: 5,
  points: 100,
};
const FRESH: Tried = { today: 0, ever: 0, free: 0, balance: 100 };

test.each<[string, Partial<Terms>, Partial<Tried>, string, string | null]>([
  ['whoever has the points may try', {}, {}, '2026-11-26', null],
  ['on the first day', {}, {}, '2026-11-01', null],
  ['and on the last', {}, {}, '2026-11-30', null],
  ['not before', {}, {}, '2026-10-31', 'DRAW_NOT_OPEN'],
  ['nor after', {}, {}, '2026-12-01', 'DRAW_OVER'],
  ['nor once it was ended', { ended: true }, {}, '2026-11-26', 'DRAW_OVER'],
  ['not more often than a day allows', {}, { today: 2, ever: 2 }, '2026-11-26', 'DRAW_LIMIT_OF_DAY'],
  ['nor than the draw allows', {}, { ever: 5 }, '2026-11-26', 'DRAW_LIMIT_REACHED'],
  ['a given try keeps to the limits, too', {}, { free: 3, today: 2 }, '2026-11-26', 'DRAW_LIMIT_OF_DAY'],
  ['a point too few is too few', {}, { balance: 99 }, '2026-11-26', 'DRAW_POINTS_TOO_FEW'],
  ['but a given try costs none', {}, { balance: 0, free: 1 }, '2026-11-26', null],
  ['where tries are only given, none is bought', { points: 0 }, { balance: 900 }, '2026-11-26', 'DRAW_NO_TRY'],
  ['without limits anything goes', { dayLimit: null, personLimit: null }, { today: 99, ever: 99 }, '2026-11-26', null],
])('%s', (_what, terms, tried, today, code) => {
  expect(obstacleTo({ ...TERMS, ...terms }, { ...FRESH, ...tried }, today)?.code ?? null).toBe(code);
});
