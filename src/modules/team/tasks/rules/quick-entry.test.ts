import { expect, test } from 'vitest';
import { readQuickEntry } from './quick-entry.ts';

/** A Wednesday. */
const TODAY = '2026-11-25';

test.each([
  ['明天下午3点 打电话 王总', '打电话 王总', '2026-11-26', '15:00'],
  ['後天上午10點半打給王總', '打給王總', '2026-11-27', '10:30'],
  ['大后天 送货', '送货', '2026-11-28', undefined],
  ['周五对账', '对账', '2026-11-27', undefined],
  ['周二对账', '对账', '2026-12-01', undefined],
  ['下周一 晚上七点半 盘点', '盘点', '2026-11-30', '19:30'],
  ['12月3日 交房租', '交房租', '2026-12-03', undefined],
  ['3月1号 续约', '续约', '2027-03-01', undefined],
  ['3天后回访', '回访', '2026-11-28', undefined],
  ['下午两点开会', '开会', TODAY, '14:00'],
  ['中午12点 吃饭', '吃饭', TODAY, '12:00'],
  ['tomorrow 3pm call Mr Wang', 'call Mr Wang', '2026-11-26', '15:00'],
  ['call Mr Wang on Friday at 9:30', 'call Mr Wang', '2026-11-27', '09:30'],
  ['next Monday check stock', 'check stock', '2026-11-30', undefined],
  ['in 2 days send samples', 'send samples', '2026-11-27', undefined],
  ['2026-12-24 12am lock up', 'lock up', '2026-12-24', '00:00'],
])('%s', (line, title, day, time) => {
  expect(readQuickEntry(line, TODAY)).toEqual({ title, day, ...(time ? { time } : {}) });
});

test.each([
  '给王总打电话',
  '明天',
  '带 3 点心',
  '13月45日 什么',
  'monitor the sun',
  '25点 不存在',
  '',
  'a'.repeat(5000),
])('nothing is read into %s', (line) => {
  expect(readQuickEntry(line, TODAY)).toEqual({ title: line.trim() });
});
