import { describe, expect, test } from 'vitest';
import { DEEPEST, leavesOf, MOST_LEAVES, readTree } from './tree.ts';

const leaf = { field: 'stage', value: ['active'] };
const nested = (levels: number): unknown => (levels === 0 ? leaf : { not: nested(levels - 1) });

describe('a tree of conditions', () => {
  test.each([
    ['one condition', leaf],
    ['a group', { and: [leaf, { or: [leaf, { not: leaf }] }] }],
    ['as deep as allowed', nested(DEEPEST - 1)],
    ['as many as allowed', { or: Array.from({ length: MOST_LEAVES }, () => leaf) }],
  ])('is read: %s', (_what, given) => {
    expect(readTree(given)).toEqual({ tree: given });
  });

  test.each([
    ['nothing', undefined, 'shape', 'condition'],
    ['a word', 'active', 'shape', 'condition'],
    ['a list', [leaf], 'shape', 'condition'],
    ['two joints at once', { and: [leaf], or: [leaf] }, 'shape', 'condition'],
    ['a condition with more in it', { ...leaf, sql: '1=1' }, 'shape', 'condition'],
    ['a group of nothing', { or: [{ and: [] }] }, 'empty', 'condition.or.0.and'],
    ['a value too deep', { and: [{ field: 'x', value: [[[[1]]]] }] }, 'shape', 'condition.and.0.value'],
    ['one level too deep', nested(DEEPEST), 'deep', `condition${'.not'.repeat(DEEPEST - 1)}`],
    [
      'one condition too many',
      { or: Array.from({ length: MOST_LEAVES + 1 }, () => leaf) },
      'many',
      `condition.or.${MOST_LEAVES}`,
    ],
    ['a text without end', { field: 'tag', value: ['x'.repeat(500)] }, 'shape', 'condition.value'],
  ])('is refused: %s', (_what, given, problem, path) => {
    expect(readTree(given)).toEqual({ problem, path });
  });

  test('is refused without a look at the bottom of a well', () => {
    let well: unknown = leaf;
    for (let n = 0; n < 200_000; n += 1) well = { not: well };
    expect(readTree(well)).toMatchObject({ problem: 'deep' });
  });

  test('loses what no database keeps', () => {
    expect(readTree({ field: 'tag', value: ['a\0b\ud800'] })).toEqual({ tree: { field: 'tag', value: ['ab\ufffd'] } });
  });

  test('names its conditions in order', () => {
    const tree = { and: [{ field: 'a', value: 1 }, { not: { or: [{ field: 'b', value: 2 }] } }] };
    expect(leavesOf(tree).map(({ field }) => field)).toEqual(['a', 'b']);
  });
});
