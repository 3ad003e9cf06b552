import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distribute, type Rule, type Waiting } from './distribute.ts';

const people = ['a', 'b', 'c', 'd'];
const customer = fc.record({
  branchId: fc.constantFrom(null, 'north', 'south'),
  tags: fc.subarray(['VIP', 'tea']),
  source: fc.constantFrom(null, 'till', 'web'),
});
const rule = fc.record({
  branchId: fc.constantFrom(null, 'north', 'south'),
  tag: fc.constantFrom(null, 'VIP', 'tea'),
  source: fc.constantFrom(null, 'till', 'web'),
  memberIds: fc.subarray(people, { minLength: 1 }),
  lastMemberId: fc.constantFrom(null, ...people),
});

function numbered<T>(list: T[]): (T & { id: string })[] {
  return list.map((one, n) => ({ ...one, id: `${n}` }));
}

const anybody: Rule = { id: '1', branchId: null, tag: null, source: null, memberIds: people, lastMemberId: null };
const some = (count: number): Waiting[] =>
  numbered(Array.from({ length: count }, () => ({ branchId: null, tags: [], source: null })));
const endless = new Map(people.map((id) => [id, Infinity]));

test('nobody is above the limit, nobody is lost, and nobody is given twice', () => {
  fc.assert(
    fc.property(
      fc.array(customer, { maxLength: 60 }).map(numbered),
      fc.array(rule, { maxLength: 5 }).map(numbered),
      fc.array(fc.nat({ max: 12 }), { minLength: 3, maxLength: 3 }),
      (waiting, rules, limits) => {
        // 'd' is away.
        const room = new Map(limits.map((limit, n) => [people[n] as string, limit]));
        const { given, left } = distribute(waiting, rules, room);
        expect([...given.keys(), ...left].sort()).toEqual(waiting.map(({ id }) => id).sort());
        for (const member of people) {
          const got = [...given.values()].filter((one) => one === member).length;
          expect(got).toBeLessThanOrEqual(room.get(member) ?? 0);
        }
        // Who stays has nobody with room in any rule that fits.
        const used = (member: string) => [...given.values()].filter((one) => one === member).length;
        for (const id of left) {
          const one = waiting.find((customer) => customer.id === id) as Waiting;
          for (const { branchId, tag, source, memberIds } of rules) {
            const suits =
              (branchId === null || branchId === one.branchId) &&
              (tag === null || one.tags.includes(tag)) &&
              (source === null || source === one.source);
            if (suits) expect(memberIds.filter((member) => used(member) < (room.get(member) ?? 0))).toEqual([]);
          }
        }
      },
    ),
  );
});

describe('in turn', () => {
  test('everybody of a rule gets as many as the others, give or take one', () => {
    const { given } = distribute(some(10), [anybody], endless);
    expect(people.map((id) => [...given.values()].filter((one) => one === id).length)).toEqual([3, 3, 2, 2]);
  });

  test('goes on where it stopped', () => {
    const { given, turns } = distribute(some(1), [{ ...anybody, lastMemberId: 'b' }], endless);
    expect([given.get('0'), turns.get('1')]).toEqual(['c', 'c']);
  });

  test('who is full is passed over; the next rule that fits is asked when all are', () => {
    const rules = [
      { ...anybody, memberIds: ['a', 'b'] },
      { ...anybody, id: '2', memberIds: ['c'] },
    ];
    const room = new Map([
      ['a', 1],
      ['b', 0],
      ['c', 1],
    ]);
    const { given, left } = distribute(some(3), rules, room);
    expect([[...given.values()], left]).toEqual([['a', 'c'], ['2']]);
  });
});
