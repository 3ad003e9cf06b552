import { expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { shownNumber } from './shown-number.ts';

test('only numbers that people gave are shown', () => {
  expect(shownNumber('XS20260301-0012')).toBe('XS20260301-0012');
  expect(shownNumber('row:Zm9vYmFyYmF6cXV4.1')).toBeNull();
  expect(shownNumber(newId())).toBeNull();
});
