import { expect, test } from 'vitest';
import { draftOf, newGroup, newLeaf, openIn, treeOf } from './draft.ts';

const part = { key: '', title: '标签', input: 'choices' as const, options: [], oneOf: null };
const tag = { field: 'tag', title: '标签', group: 'card', groupTitle: '信息卡', parts: [part] };

test('what was kept comes back as it was, within one group', () => {
  const tree = {
    and: [
      { field: 'stage', value: ['active'] },
      { not: { or: [{ field: 'hasPhone', value: true }, { not: { field: 'tag', value: ['茶'] } }] } },
    ],
  };
  expect(treeOf(draftOf(tree))).toEqual(tree);
  expect(treeOf(draftOf({ field: 'hasPhone', value: false }))).toEqual({ and: [{ field: 'hasPhone', value: false }] });
  expect(treeOf(draftOf({ not: { not: { or: [{ field: 'hasPhone', value: true }] } } }))).toEqual({
    or: [{ field: 'hasPhone', value: true }],
  });
});

test('a condition without its answer, and a group without conditions, do not count yet', () => {
  const draft = newGroup('or', [newLeaf(tag), newGroup()]);
  expect(treeOf(draft)).toBeUndefined();
  expect(openIn(draft)).toBe(1);
  expect(treeOf(newGroup('or', [...draft.nodes, { ...newLeaf(tag), not: true, value: ['茶'] }]))).toEqual({
    or: [{ not: { field: 'tag', value: ['茶'] } }],
  });
});

test('a condition that counts begins with once', () => {
  const times = { ...part, key: 'times', input: 'number' as const, oneOf: 'measure' };
  expect(newLeaf({ ...tag, parts: [{ ...part, key: 'within', input: 'days' }, times] }).value).toEqual({
    times: { from: 1 },
  });
});
