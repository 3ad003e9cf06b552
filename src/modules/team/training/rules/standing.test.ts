import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { passes, standingOf, wrongAnswers } from './standing.ts';

const at = new Date('2026-11-20T02:00:00Z');

describe('where a colleague stands with a course', () => {
  const read = { questions: 0, dueDays: 7, since: '2026-11-10' };
  test('is open until its day is over, then late', () => {
    expect(standingOf(read, [], '2026-11-17')).toEqual({ state: 'open', dueOn: '2026-11-17', doneAt: null });
    expect(standingOf(read, [], '2026-11-18').state).toBe('overdue');
  });
  test('is done by reading, or by passing where there is a test', () => {
    expect(standingOf(read, [{ kind: 'read', at }], '2026-12-01')).toMatchObject({ state: 'done', doneAt: at });
    const tested = { ...read, questions: 3 };
    expect(
      standingOf(
        tested,
        [
          { kind: 'read', at },
          { kind: 'failed', at },
        ],
        '2026-11-12',
      ).state,
    ).toBe('open');
    expect(standingOf(tested, [{ kind: 'passed', at }], '2026-11-12').state).toBe('done');
  });
  test('is nothing where it was never asked, and never late without a day', () => {
    expect(standingOf({ ...read, since: null }, [], '2026-11-30').state).toBe('none');
    expect(standingOf({ ...read, dueDays: null }, [], '2036-11-30')).toMatchObject({ state: 'open', dueOn: null });
  });
});

describe('a test', () => {
  const questions = [
    { id: 'a', right: [0] },
    { id: 'b', right: [1, 2] },
  ];
  test('takes the right choices in any order, and nothing besides them', () => {
    expect(wrongAnswers(questions, { a: [0], b: [2, 1] })).toEqual([]);
    expect(wrongAnswers(questions, { a: [0, 1], b: [1] })).toEqual(['a', 'b']);
    expect(wrongAnswers(questions, {})).toEqual(['a', 'b']);
  });
  test('is passed with all answers right whatever is asked, and never with fewer than asked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 100 }), (count, passAt) => {
        expect(passes(count, count, passAt)).toBe(true);
        expect(passes(0, count, passAt)).toBe(false);
        const enough = Math.ceil((passAt * count) / 100);
        expect([passes(enough, count, passAt), passes(enough - 1, count, passAt)]).toEqual([true, false]);
      }),
    );
  });
});
