import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Step } from '../plan-contract.ts';
import { insertStep, moveStep, newStep, removeStep, replaceStep } from './edit-plan.ts';
import { allSteps } from './flow.ts';
import { layoutOf } from './layout.ts';

const leaf = (id: string): Step => ({ id, kind: 'tag', tag: id, remove: false });
const ids = (steps: readonly Step[]) => allSteps(steps).map(({ id }) => id);
const fork = (): Step => ({ id: 'fork', kind: 'condition', condition: {}, yes: [leaf('y')], no: [] });

describe('a plan that somebody edits', () => {
  test.each([
    ['at the front', { within: null, at: 0 }, ['new', 'a', 'fork', 'y', 'z']],
    ['at the end', { within: null, at: 3 }, ['a', 'fork', 'y', 'z', 'new']],
    ['into a branch', { within: { stepId: 'fork', outcome: 'yes' }, at: 1 }, ['a', 'fork', 'y', 'new', 'z']],
    ['into an empty branch', { within: { stepId: 'fork', outcome: 'no' }, at: 0 }, ['a', 'fork', 'y', 'new', 'z']],
  ])('takes a step %s', (_where, place, order) => {
    expect(ids(insertStep([leaf('a'), fork(), leaf('z')], place, leaf('new')))).toEqual(order);
  });

  test('loses a step with its branches, changes one in a branch, and moves among neighbours alone', () => {
    const steps = [leaf('a'), fork(), leaf('z')];
    expect(ids(removeStep(steps, 'fork'))).toEqual(['a', 'z']);
    expect(allSteps(replaceStep(steps, { id: 'y', kind: 'leave' })).find(({ id }) => id === 'y')).toEqual({
      id: 'y',
      kind: 'leave',
    });
    expect(ids(moveStep(steps, 'fork', -1))).toEqual(['fork', 'y', 'a', 'z']);
    expect(ids(moveStep(steps, 'z', 1))).toEqual(['a', 'fork', 'y', 'z']);
    expect(ids(moveStep(steps, 'y', -1))).toEqual(['a', 'fork', 'y', 'z']);
  });

  test('never has two things on one place of the map', () => {
    const kinds = fc.constantFrom(
      'wait' as const,
      'condition' as const,
      'split' as const,
      'until' as const,
      'tag' as const,
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(kinds, fc.nat(), fc.nat()), { maxLength: 20 }), (given) => {
        let steps: Step[] = [];
        for (const [n, [kind, at, branch]] of given.entries()) {
          const forks = allSteps(steps).filter((one) => one.kind === 'condition');
          const into = forks[branch % (forks.length + 1)];
          const within = into ? { stepId: into.id, outcome: at % 2 === 0 ? 'yes' : 'no' } : null;
          steps = insertStep(steps, { within, at: at % 3 }, newStep(kind, `s${n}`));
        }
        const { places, edges } = layoutOf({ steps });
        expect(places.size).toBe(given.length + 2);
        expect(new Set([...places.values()].map(({ column, row }) => `${column} ${row}`)).size).toBe(places.size);
        for (const { from, to } of edges) expect((places.get(to)?.row ?? 0) > (places.get(from)?.row ?? 0)).toBe(true);
      }),
    );
  });
});
