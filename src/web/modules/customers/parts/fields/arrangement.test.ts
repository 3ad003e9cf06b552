import { describe, expect, test } from 'vitest';
import { placeOf, put, stepped, type Places } from './arrangement.ts';

const places: Places = [
  { id: null, fields: ['tea', 'habit'] },
  { id: 'gifts', fields: ['wedding'] },
  { id: 'late', fields: [] },
];

describe('moving a field by keys', () => {
  test('goes one step inside its section', () => {
    expect(stepped(places, 'tea', 1)[0]?.fields).toEqual(['habit', 'tea']);
  });

  test('goes on into the next section, and back where it came from', () => {
    const moved = stepped(places, 'habit', 1);
    expect(moved.map(({ fields }) => fields)).toEqual([['tea'], ['habit', 'wedding'], []]);
    expect(stepped(moved, 'habit', -1)).toEqual(places);
  });

  test('stays where the card ends', () => {
    expect(stepped(places, 'tea', -1)).toEqual(places);
    expect(stepped(stepped(places, 'wedding', 1), 'wedding', 1)[2]?.fields).toEqual(['wedding']);
  });
});

test('a field dropped on another stands before it', () => {
  const moved = put(places, 'tea', 'gifts', 0);
  expect(moved.map(({ fields }) => fields)).toEqual([['habit'], ['tea', 'wedding'], []]);
  expect(placeOf(moved, 'tea')).toEqual({ place: 2, count: 3 });
});
