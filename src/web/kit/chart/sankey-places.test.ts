import { expect, test } from 'vitest';
import { sankeyPlaces } from './sankey-places.ts';

const flows = [
  { from: 'a', to: 'a', value: 6 },
  { from: 'a', to: 'b', value: 2 },
  { from: 'b', to: 'a', value: 2 },
];

test('each column is as high as what flows through it, gaps aside', () => {
  const { sources, targets } = sankeyPlaces(flows, ['a', 'b'], 110, 10);
  expect(sources).toEqual([
    { key: 'a', value: 8, y: 0, height: 80 },
    { key: 'b', value: 2, y: 90, height: 20 },
  ]);
  expect(targets.map(({ key, height }) => [key, height])).toEqual([
    ['a', 80],
    ['b', 20],
  ]);
});

test('ribbons leave and arrive one below the other', () => {
  const { ribbons } = sankeyPlaces(flows, ['a', 'b'], 110, 10);
  expect(ribbons.map(({ from, to, y1, y2, thickness }) => [from, to, y1, y2, thickness])).toEqual([
    ['a', 'a', 30, 30, 60],
    ['a', 'b', 70, 100, 20],
    ['b', 'a', 100, 70, 20],
  ]);
});

test('nothing flows where there is nothing', () => {
  expect(sankeyPlaces([], ['a'], 100, 10)).toEqual({ sources: [], targets: [], ribbons: [] });
});
