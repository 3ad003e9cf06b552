import { expect, test } from 'vitest';
import { isChanged, searchOf, settingsOf } from './view-search.ts';

const view = {
  id: 'v',
  settings: { filter: { stage: ['active'], tag: ['VIP'] }, sort: '-spent', columns: ['name', 'phone'] },
};

test('a view opens at its address, and the address is kept as the view', () => {
  const search = searchOf(view);
  expect(search).toEqual({ ...view.settings, columns: 'name,phone', view: 'v' });
  expect(settingsOf(search)).toEqual(view.settings);
  expect(searchOf({ id: 'w', settings: {} })).toEqual({ view: 'w' });
});

test('a dropped condition is a change, another order of conditions is none', () => {
  expect(isChanged(view, searchOf(view))).toBe(false);
  expect(isChanged(view, { ...searchOf(view), filter: { tag: ['VIP'], stage: ['active'] } })).toBe(false);
  expect(isChanged(view, { ...searchOf(view), filter: { tag: ['VIP'] } })).toBe(true);
  expect(isChanged(view, { ...searchOf(view), sort: 'name' })).toBe(true);
  expect(isChanged({ id: 'w', settings: {} }, { q: '张' })).toBe(true);
});
