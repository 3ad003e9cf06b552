import { expect, test } from 'vitest';
import en from '../modules/transfer/messages/en.json' with { type: 'json' };
import { undosInOrder } from '../modules/transfer/kinds.ts';
import './modules.ts';

test('whatever an undo takes back has a name', () => {
  const known: Record<string, string> = en.undone.entities;
  const undone = undosInOrder().map(({ entity }) => entity);
  expect(undone.length).toBeGreaterThan(10);
  expect(undone.filter((entity) => known[`${entity}_other`] === undefined)).toEqual([]);
});
