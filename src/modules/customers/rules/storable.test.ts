import { expect, test } from 'vitest';
import { storable } from './storable.ts';

test('what cannot be kept is let go wherever it stands, all else stays', () => {
  const day = new Date(0);
  const given = { name: '张\0三', tags: ['\ud800x'], 'k\0': { n: 1, ok: true, none: null }, day };
  expect(storable(given)).toEqual({ name: '张三', tags: ['\ufffdx'], k: { n: 1, ok: true, none: null }, day });
});
