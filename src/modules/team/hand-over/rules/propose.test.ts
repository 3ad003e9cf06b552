import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propose, type Handed, type Receiver } from './propose.ts';

const nobody: ReadonlyMap<string, number> = new Map();
const people: Receiver[] = [
  { id: 'a', branchIds: ['north'], room: Infinity },
  { id: 'b', branchIds: ['south'], room: Infinity },
];

describe('who is proposed', () => {
  test.each([
    [
      'who knows the customer best',
      {
        branchId: 'south',
        knownBy: new Map([
          ['a', 3],
          ['b', 1],
        ]),
      },
      'a',
      'knows',
    ],
    ['somebody of the same branch', { branchId: 'south', knownBy: nobody }, 'b', 'branch'],
    ['anybody', { branchId: 'west', knownBy: nobody }, 'a', 'room'],
  ] as const)('%s', (_name, facts, toId, why) => {
    expect(propose([{ id: '1', ...facts }], people).get('1')).toEqual({ toId, why });
  });

  test('those without ties are shared out evenly', () => {
    const customers = Array.from({ length: 10 }, (_, n) => ({ id: `${n}`, branchId: null, knownBy: nobody }));
    const given = [...propose(customers, people).values()].map(({ toId }) => toId);
    expect([given.filter((id) => id === 'a').length, given.filter((id) => id === 'b').length]).toEqual([5, 5]);
  });
});

test('everybody is proposed to somebody or the pool, and nobody beyond their room', () => {
  const handed = fc.record({
    branchId: fc.constantFrom(null, 'north', 'south'),
    knownBy: fc
      .dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 9 }))
      .map((d) => new Map(Object.entries(d))),
  });
  fc.assert(
    fc.property(
      fc.array(handed, { maxLength: 40 }),
      fc.array(fc.nat({ max: 15 }), { minLength: 3, maxLength: 3 }),
      (list, rooms) => {
        const customers: Handed[] = list.map((one, n) => ({ ...one, id: `${n}` }));
        const receivers = ['a', 'b', 'c'].map((id, n) => ({ id, branchIds: ['north'], room: rooms[n] ?? 0 }));
        const proposals = propose(customers, receivers);
        expect(proposals.size).toBe(customers.length);
        const all = [...proposals.values()];
        for (const { id, room } of receivers)
          expect(all.filter(({ toId }) => toId === id).length).toBeLessThanOrEqual(room);
        const total = rooms.reduce((sum, room) => sum + room, 0);
        expect(all.filter(({ toId }) => toId === null).length).toBe(Math.max(0, customers.length - total));
      },
    ),
  );
});
