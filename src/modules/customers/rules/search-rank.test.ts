import { expect, test } from 'vitest';
import { searchQueryOf } from './search-query.ts';
import { rankOf } from './search-rank.ts';
import type { Searchable } from './search-terms.ts';

const person = (name: string, phone = '+8613800009999'): Searchable => ({ name, phones: [phone], emails: [] });

test.each([
  ['张三', ['张三', '张三丰', '小张三']],
  ['張三', ['张三', '张三丰']],
  ['zhangsan', ['张三', '张三丰', '小张三']],
  ['zs', ['张三', '张三丰']],
  ['san', ['三', '三毛', '张三']],
  ['zhang san', ['张三', '张三丰']],
])('a search for %s shows the nearest first', (text, expected) => {
  const shuffled = [...expected].reverse();
  expect(
    inOrder(
      text,
      shuffled.map((name) => person(name)),
    ),
  ).toEqual(expected);
});

test('a whole number comes before its tail, a tail before a part', () => {
  const customers = [
    person('甲', '+8613800010002'),
    person('乙', '+8613812340001'),
    { ...person('丙'), cardNumber: '0001' },
  ];
  expect(inOrder('0001', customers)).toEqual(['丙', '乙', '甲']);
});

test('of two words each counts', () => {
  const customers = [
    person('王五', '+8613800001222'),
    person('小王', '+8613812340000'),
    person('王', '+8613812340001'),
  ];
  expect(inOrder('王 0001', customers)[0]).toBe('王');
});

test('the exact e-mail address or id comes before one that begins so', () => {
  const li = { ...person('李'), emails: ['li@x.com'] };
  const long = { ...person('黎'), emails: ['li@x.com.cn'] };
  expect(inOrder('LI@x.com', [long, li])).toEqual(['李', '黎']);
});

function inOrder(text: string, customers: Searchable[]): string[] {
  const query = searchQueryOf(text)!;
  return customers.toSorted((a, b) => rankOf(query, b) - rankOf(query, a)).map(({ name }) => name);
}
