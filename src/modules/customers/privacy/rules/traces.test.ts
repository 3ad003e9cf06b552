import { describe, expect, test } from 'vitest';
import { textsIn, tracesOf } from './traces.ts';

const nobody = new Set<string>();

describe('traces of a person', () => {
  test('are cut out where they are telling, and only whole where they are short', () => {
    expect(tracesOf(['欧阳锋', '王芳', '13800138000', 'ouyang@example.com'], nobody)).toMatchObject({
      parts: ['ouyang@example.com', '13800138000', '欧阳锋'],
      wholes: ['王芳'],
    });
  });

  test.each(['a', '12', 'customer', 'late', '', ' ', null, undefined])('are not %j', (fact) => {
    expect(tracesOf([fact], nobody)).toEqual({ parts: [], wholes: [], needles: [] });
  });

  test('leave alone what a living customer says, too', () => {
    expect(tracesOf(['欧阳锋', '13800138000'], new Set(['13800138000'])).parts).toEqual(['欧阳锋']);
  });

  test('are looked for as JSON writes them', () => {
    expect(tracesOf(['said "never"\nagain'], nobody).needles).toEqual(['said \\"never\\"\\nagain']);
  });

  test('lie at any depth of a value', () => {
    expect(textsIn({ a: ['x', { b: 'y' }], c: 1, d: null })).toEqual(['x', 'y']);
  });
});
