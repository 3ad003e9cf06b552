import { expect, test } from 'vitest';
import { mediaTypeOf, tidyFileName } from './file-kind.ts';

test.each([
  ['合同.PDF', 'application/pdf'],
  ['茶单.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['page.html', undefined],
  ['logo.svg', undefined],
  ['setup.exe', undefined],
  ['photo.jpg.js', undefined],
  ['constructor', undefined],
  ['x.__proto__', undefined],
])('%s is taken as %s', (name, type) => {
  expect(mediaTypeOf(name)).toBe(type);
});

test('a name loses its folders, quotes and marks that turn the writing round', () => {
  expect(tidyFileName('../../etc/合"同\u202E\r\n.pdf')).toBe('合同.pdf');
  expect(tidyFileName(`${'长'.repeat(400)}.pdf`)).toHaveLength(200);
});
