import { expect, test } from 'vitest';
import { parseBirthday } from './birthdays.ts';
import { parseGender, parseYesNo } from './people.ts';
import { parsePhoneCell } from './phones.ts';

test.each([
  ['13912345678', { phone: '13912345678', more: [] }],
  ['１３９１２３４５６７８', { phone: '13912345678', more: [] }],
  ['13912345678.0', { phone: '13912345678', more: [] }],
  ['+86 139-1234-5678', { phone: '+86 139-1234-5678', more: [] }],
  ['(02) 2345-6789', { phone: '(02) 2345-6789', more: [] }],
  ['13912345678/13812345678', { phone: '13912345678', more: ['13812345678'] }],
  ['010-12345678转801', { phone: '010-12345678转801', more: [] }],
])('the phone %s is understood', (text, value) => {
  expect(parsePhoneCell(text)).toEqual({ ok: true, value });
});

test.each([
  ['1.39E+10', 'PHONE_DAMAGED'],
  ['1.39123E+10', 'PHONE_DAMAGED'],
  ['张三', 'PHONE_NOT_UNDERSTOOD'],
  ['123', 'PHONE_NOT_UNDERSTOOD'],
  ['', 'CELL_EMPTY'],
])('%s is refused as a phone with %s', (text, code) => {
  expect(parsePhoneCell(text)).toMatchObject({ ok: false, code });
});

test.each([
  ['1985-08-15', { calendar: 'solar', year: 1985, month: 8, day: 15 }],
  ['1985年8月15日', { calendar: 'solar', year: 1985, month: 8, day: 15 }],
  ['1985/8/15 0:00:00', { calendar: 'solar', year: 1985, month: 8, day: 15 }],
  ['8月15日', { calendar: 'solar', month: 8, day: 15 }],
  ['08-15', { calendar: 'solar', month: 8, day: 15 }],
  ['0815', { calendar: 'solar', month: 8, day: 15 }],
  ['八月十五日', { calendar: 'solar', month: 8, day: 15 }],
  ['31274', { calendar: 'solar', year: 1985, month: 8, day: 15 }],
  ['19850815', { calendar: 'solar', year: 1985, month: 8, day: 15 }],
  ['02-29', { calendar: 'solar', month: 2, day: 29 }],
  ['民國74年8月15日', { calendar: 'solar', year: 1985, month: 8, day: 15 }],
  ['农历十月十五', { calendar: 'lunar', month: 10, day: 15 }],
  ['農曆8月15日', { calendar: 'lunar', month: 8, day: 15 }],
  ['正月初一', { calendar: 'lunar', month: 1, day: 1 }],
  ['腊月廿三', { calendar: 'lunar', month: 12, day: 23 }],
  ['冬月二十', { calendar: 'lunar', month: 11, day: 20 }],
  ['十二月三十（农历）', { calendar: 'lunar', month: 12, day: 30 }],
  ['闰六月初八', { calendar: 'lunar', month: 6, day: 8, leapMonth: true }],
  ['农历1987年闰六月初八', { calendar: 'lunar', year: 1987, month: 6, day: 8, leapMonth: true }],
  ['一九八五年八月十五日', { calendar: 'solar', year: 1985, month: 8, day: 15 }],
  ['农历 1990-05-23', { calendar: 'lunar', year: 1990, month: 5, day: 23 }],
])('the birthday %s is understood', (text, value) => {
  expect(parseBirthday(text)).toEqual({ ok: true, value });
});

test.each([
  ['1985', 'BIRTHDAY_YEAR_ONLY'],
  ['1985年', 'BIRTHDAY_YEAR_ONLY'],
  ['1900-01-01', 'BIRTHDAY_NOT_UNDERSTOOD'],
  ['02-30', 'BIRTHDAY_NOT_UNDERSTOOD'],
  ['农历八月三十一', 'BIRTHDAY_NOT_UNDERSTOOD'],
  ['秋天', 'BIRTHDAY_NOT_UNDERSTOOD'],
])('%s is refused as a birthday with %s', (text, code) => {
  expect(parseBirthday(text)).toMatchObject({ ok: false, code });
});

test.each([
  [['男', 'M', '先生', 'Male'], 'male'],
  [['女', 'f', '小姐', 'Ms.'], 'female'],
  [['保密', 'unknown', '其他'], 'unknown'],
])('%j are %s', (texts, value) => {
  for (const text of texts) expect(parseGender(text)).toEqual({ ok: true, value });
});

test.each([
  [['是', 'Y', '已訂閱', 'TRUE', '1', '√'], true],
  [['否', 'no', '退訂', '0', '×'], false],
])('%j mean %s', (texts, value) => {
  for (const text of texts) expect(parseYesNo(text)).toEqual({ ok: true, value });
});

test('other words are neither a gender nor an answer', () => {
  expect(parseGender('abc')).toMatchObject({ ok: false, code: 'GENDER_NOT_UNDERSTOOD' });
  expect(parseYesNo('perhaps')).toMatchObject({ ok: false, code: 'YES_NO_NOT_UNDERSTOOD' });
});
