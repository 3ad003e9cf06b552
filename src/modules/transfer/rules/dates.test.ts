import { expect, test } from 'vitest';
import { dateOrderOf, parseDate } from './dates.ts';

test.each([
  ['2026-11-22', { date: '2026-11-22' }],
  ['2026/1/2 3:04', { date: '2026-01-02', time: '03:04:00' }],
  ['2026.1.2', { date: '2026-01-02' }],
  ['2026年1月2日', { date: '2026-01-02' }],
  ['2026年1月2日 15时04分', { date: '2026-01-02', time: '15:04:00' }],
  ['2026年1月2号 下午3点4分5秒', { date: '2026-01-02', time: '15:04:05' }],
  ['2026/1/2 下午 03:04:05', { date: '2026-01-02', time: '15:04:05' }],
  ['2026/1/2 上午 12:30', { date: '2026-01-02', time: '00:30:00' }],
  ['2026-01-02 星期五', { date: '2026-01-02' }],
  ['22.11.2026', { date: '2026-11-22' }],
  ['22/11/2026', { date: '2026-11-22' }],
  ['11/22/2026', { date: '2026-11-22' }],
  ['11/22/2026 1:05:09 PM', { date: '2026-11-22', time: '13:05:09' }],
  ['19970101', { date: '1997-01-01' }],
  ['20260102030405', { date: '2026-01-02', time: '03:04:05' }],
  ['40513', { date: '2010-12-01' }],
  ['40513.351388889', { date: '2010-12-01', time: '08:26:00' }],
  ['2017-01-28T19:06:53Z', { date: '2017-01-28', time: '19:06:53', zone: 'Z' }],
  ['2017-01-28T19:06:53.123+08:00', { date: '2017-01-28', time: '19:06:53', zone: '+08:00' }],
  ['2017-01-28 19:06:53 +0800', { date: '2017-01-28', time: '19:06:53', zone: '+08:00' }],
  ['113/05/20', { date: '2024-05-20' }],
  ['民國113年5月20日', { date: '2024-05-20' }],
  ['22-Nov-2026', { date: '2026-11-22' }],
  ['Nov 22, 2026', { date: '2026-11-22' }],
  ['22nd November 2026', { date: '2026-11-22' }],
  ['２０２６－１１－２２', { date: '2026-11-22' }],
  ['1700000000', { date: '2023-11-14', time: '22:13:20', zone: 'Z' }],
  ['2010-12-01 08:26:00', { date: '2010-12-01', time: '08:26:00' }],
])('the date %s is understood', (text, value) => {
  expect(parseDate(text)).toEqual({ ok: true, value });
});

test.each([
  ['', 'CELL_EMPTY'],
  ['2026-02-30', 'DATE_NOT_REAL'],
  ['0000-00-00', 'DATE_NOT_REAL'],
  ['19971332', 'DATE_NOT_REAL'],
  ['03/04/2026', 'DATE_AMBIGUOUS'],
  ['yesterday', 'DATE_NOT_UNDERSTOOD'],
  ['2026-11-22 25:00', 'DATE_NOT_UNDERSTOOD'],
  ['7', 'DATE_NOT_UNDERSTOOD'],
])('%s is refused as a date with %s', (text, code) => {
  expect(parseDate(text)).toMatchObject({ ok: false, code });
});

test('the order of the column decides between 3 April and 4 March', () => {
  expect(parseDate('03/04/2026', { order: 'mdy' })).toMatchObject({ value: { date: '2026-03-04' } });
  expect(parseDate('03/04/2026', { order: 'dmy' })).toMatchObject({ value: { date: '2026-04-03' } });
  expect(parseDate('26/04/03', { order: 'ymd' })).toMatchObject({ value: { date: '2026-04-03' } });
});

test('workbooks of old Macintosh versions count from 1904', () => {
  expect(parseDate('40513', { from1904: true })).toMatchObject({ value: { date: '2014-12-02' } });
});

test.each([
  [['11/8/2018', '6/12/2018', '4/15/2017'], 'mdy'],
  [['8/11/2018', '15/4/2017'], 'dmy'],
  [['3/4/2018', '5/6/2017'], 'ambiguous'],
  [['3.4.2018', '5.6.2017'], 'dmy'],
  [['13/4/2018', '4/13/2018'], 'ambiguous'],
  [['2018-04-03', '20180403'], 'ymd'],
  [['x', ''], undefined],
])('the dates %j are in the order %s', (samples, order) => {
  expect(dateOrderOf(samples)).toBe(order);
});
