import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { harmlessCell, restoreCell } from './harmless-cell.ts';

const starts = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', "'", ''];
const texts = fc.tuple(fc.array(fc.constantFrom(...starts), { maxLength: 4 }), fc.string({ unit: 'grapheme' }));

test('whatever a cell holds, it comes back unchanged and starts no formula', () => {
  fc.assert(
    fc.property(texts, ([start, rest]) => {
      const text = start.join('') + rest;
      const harmless = harmlessCell(text);
      expect(restoreCell(harmless)).toBe(text);
      expect(/^[=+@\t\r\n＝＋－＠]/.test(harmless)).toBe(false);
      expect(/^-(?!\d+(\.\d+)?$)/.test(harmless)).toBe(false);
    }),
  );
});

test('a formula is disarmed, a negative number stays a number', () => {
  expect(harmlessCell('=HYPERLINK("http://x")')).toBe('\'=HYPERLINK("http://x")');
  expect(harmlessCell('+8613912345678')).toBe("'+8613912345678");
  expect(harmlessCell('-3.50')).toBe('-3.50');
  expect(harmlessCell("O'Neil")).toBe("O'Neil");
});

test('the trick by which tills keep leading zeros is undone', () => {
  expect(restoreCell('="00123"')).toBe('00123');
});
