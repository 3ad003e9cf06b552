import { expect, test } from 'vitest';
import { maskEmail, normaliseEmail } from './email.ts';

test.each([
  [' Li.Ming@X.COM ', 'li.ming@x.com'],
  ['李明 <li@x.com>', 'li@x.com'],
  ['mailto:li@x.com', 'li@x.com'],
  ['ｌｉ＠ｘ．ｃｏｍ', 'li@x.com'],
  ['a+b@mail.example.co.uk', 'a+b@mail.example.co.uk'],
  ['12345@qq.com', '12345@qq.com'],
  ['李@例子.中国', '李@例子.中国'],
])('%s is %s', (text, address) => {
  expect(normaliseEmail(text)).toBe(address);
});

test.each([
  '',
  'li',
  '@x.com',
  'li@',
  'li@x',
  'li@@x.com',
  'li@x..com',
  '.li@x.com',
  'li.@x.com',
  'l i@x.com',
  'li@-x.com',
  'li@x.com,b@x.com',
  'li@1.2.3.4',
  `${'a'.repeat(65)}@x.com`,
  `a@${'b'.repeat(250)}.com`,
  'a\n@x.com',
  'x'.repeat(100_000),
])('%s is no address', (text) => {
  expect(normaliseEmail(text)).toBeUndefined();
});

test('only the first letter and the domain stay readable', () => {
  expect(maskEmail('li.ming@x.com')).toBe('l***@x.com');
  expect(maskEmail('broken')).toBe('***');
});
