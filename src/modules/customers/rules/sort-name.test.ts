import { expect, test } from 'vitest';
import { sortNameOf } from './sort-name.ts';

test('Chinese names stand in the order of their sound, surnames by their own reading', () => {
  const names = ['张三丰', '张三', '单雄信', '曾国', '李四', '阿Q', 'Bob'];
  const sorted = names.toSorted((a, b) => (sortNameOf(a) < sortNameOf(b) ? -1 : 1));
  expect(sorted).toEqual(['阿Q', 'Bob', '李四', '单雄信', '曾国', '张三', '张三丰']);
});

test('the same name in traditional characters stands beside it, another with the same sound apart', () => {
  expect(sortNameOf('張三')).toBe(sortNameOf('张三'));
  expect(sortNameOf('章三')).not.toBe(sortNameOf('张三'));
});

test('what is no name has an order all the same', () => {
  expect(sortNameOf('😀')).toBe('😀');
  expect(sortNameOf('张'.repeat(500)).length).toBeLessThanOrEqual(240);
});
