import { describe, expect, test } from 'vitest';
import { civilDayIn, createFormats, lunarDayOf } from './formats.ts';

const shop = { zone: 'Asia/Shanghai', baseCurrency: 'CNY', today: '2026-11-22' };
const chinese = createFormats({ ...shop, language: 'zh-CN' });
const english = createFormats({ ...shop, language: 'en' });

describe('amounts', () => {
  test('are shown without decimals that are zero, and never rounded', () => {
    expect(chinese.money({ amount: '6240.00', currency: 'CNY' })).toBe('¥6,240');
    expect(chinese.money({ amount: '6240.50', currency: 'CNY' })).toBe('¥6,240.50');
    expect(english.money({ amount: '6240', currency: 'CNY' })).toBe('¥6,240');
  });
  test('of another currency than the shop’s carry a sign that cannot be mistaken', () => {
    expect(english.money({ amount: '12', currency: 'JPY' })).toBe('JPY\u00A012');
    expect(chinese.money({ amount: '12', currency: 'JPY' })).toBe('JP¥12');
    expect(chinese.money({ amount: '12', currency: 'TWD' })).toBe('NT$12');
  });
  test('keep every digit of a large decimal string', () => {
    expect(chinese.amount({ amount: '9007199254740993.07', currency: 'CNY' })).toBe('9,007,199,254,740,993.07');
  });
  test('take the decimals of their currency in a ledger', () => {
    expect(chinese.amount({ amount: '5', currency: 'CNY' })).toBe('5.00');
    expect(chinese.amount({ amount: '5', currency: 'JPY' })).toBe('5');
    expect(chinese.currencySign()).toBe('¥');
  });
});

describe('counts', () => {
  test('beyond what is counted exactly end in a plus', () => {
    expect(chinese.count({ value: 10_000, exact: false })).toBe('10,000+');
    expect(chinese.count({ value: 412, exact: true })).toBe('412');
  });
});

describe('dates', () => {
  test('leave a gap between figures and characters', () => {
    expect(chinese.date('2026-10-02')).toBe('10 月 2 日');
    expect(chinese.longDate('2026-11-22')).toBe('11 月 22 日 星期日');
    expect(english.date('2026-10-02')).toBe('Oct 2');
  });
  test('name the year only when it is another one', () => {
    expect(chinese.date('2025-05-01')).toBe('2025 年 5 月 1 日');
    expect(english.date('2025-05-01')).toBe('May 1, 2025');
  });
  test('of instants are those of the shop’s clock', () => {
    expect(chinese.dateTime('2026-11-21T16:05:00Z')).toBe('11 月 22 日 00:05');
    expect(civilDayIn('America/New_York', '2026-11-22T03:00:00Z')).toBe('2026-11-21');
  });
});

describe('ages', () => {
  test('are counted in shop days, then months, then years', () => {
    expect(chinese.age('2026-11-22')).toBe('今天');
    expect(chinese.age('2026-11-19')).toBe('3 天前');
    expect(chinese.age('2026-11-21T16:30:00Z')).toBe('今天');
    expect(english.age('2026-11-21')).toBe('yesterday');
    expect(chinese.age('2026-08-01')).toBe('3 个月前');
    expect(english.age('2020-11-01')).toBe('6 years ago');
    expect(english.age('2026-11-25')).toBe('in 3 days');
  });
});

describe('the lunar calendar', () => {
  test('names the month, the day and the leap month', () => {
    expect(lunarDayOf('2026-02-17')).toEqual({ month: 1, leapMonth: false, day: 1 });
    expect(lunarDayOf('2025-07-25')).toEqual({ month: 6, leapMonth: true, day: 1 });
  });
});
