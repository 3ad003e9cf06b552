import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan, Step } from '../plan-contract.ts';
import { branchFor, causeKept, mayEnter } from './entering.ts';
import { allSteps, flowOf, goesTo } from './flow.ts';
import { problemsOf } from './problems.ts';
import { waitEnds } from './wait.ts';

const span = (amount: number, unit: 'minutes' | 'hours' | 'days') =>
  ({ kind: 'span', span: { amount, unit } }) as const;
const clock = (weekday: number | null, at: string) => ({ kind: 'clock', weekday, at }) as const;

describe('a wait', () => {
  test.each([
    ['an hour', span(1, 'hours'), 'Asia/Shanghai', '2026-11-26T10:00:00Z', '2026-11-26T11:00:00.000Z'],
    // Berlin turns its clocks back on 25 October 2026 and forward on 28 March 2027.
    ['a day of 25 hours', span(1, 'days'), 'Europe/Berlin', '2026-10-24T08:00:00Z', '2026-10-25T09:00:00.000Z'],
    ['a day of 23 hours', span(1, 'days'), 'Europe/Berlin', '2027-03-27T09:00:00Z', '2027-03-28T08:00:00.000Z'],
    [
      '24 hours over that night',
      span(24, 'hours'),
      'Europe/Berlin',
      '2027-03-27T09:00:00Z',
      '2027-03-28T09:00:00.000Z',
    ],
    [
      'into an hour that is skipped',
      span(1, 'days'),
      'Europe/Berlin',
      '2027-03-27T01:30:00Z',
      '2027-03-28T01:30:00.000Z',
    ],
    [
      'half an hour that comes twice',
      span(1, 'days'),
      'Australia/Lord_Howe',
      '2027-04-02T23:00:00Z',
      '2027-04-03T23:30:00.000Z',
    ],
    ['over New York’s night', span(1, 'days'), 'America/New_York', '2026-10-31T14:00:00Z', '2026-11-01T15:00:00.000Z'],
    ['until today’s hour', clock(null, '09:00'), 'Asia/Shanghai', '2026-11-26T00:00:00Z', '2026-11-26T01:00:00.000Z'],
    [
      'until this very minute',
      clock(null, '09:00'),
      'Asia/Shanghai',
      '2026-11-26T01:00:00Z',
      '2026-11-26T01:00:00.000Z',
    ],
    [
      'until tomorrow’s hour',
      clock(null, '09:00'),
      'Asia/Shanghai',
      '2026-11-26T01:00:01Z',
      '2026-11-27T01:00:00.000Z',
    ],
    // 26 November 2026 is a Thursday.
    ['until Monday', clock(1, '10:00'), 'Asia/Shanghai', '2026-11-26T01:00:00Z', '2026-11-30T02:00:00.000Z'],
    ['until this Thursday', clock(4, '10:00'), 'Asia/Shanghai', '2026-11-26T01:00:00Z', '2026-11-26T02:00:00.000Z'],
    ['until next Thursday', clock(4, '08:00'), 'Asia/Shanghai', '2026-11-26T01:00:00Z', '2026-12-03T00:00:00.000Z'],
    [
      'until an hour that is skipped',
      clock(7, '02:30'),
      'Europe/Berlin',
      '2027-03-27T12:00:00Z',
      '2027-03-28T01:30:00.000Z',
    ],
  ])('%s', (_name, wait, zone, now, ends) => {
    expect(waitEnds(wait, zone, new Date(now)).toISOString()).toBe(ends);
  });

  test('never ends before it begins', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Shanghai', 'Australia/Lord_Howe'];
    const waits = fc.oneof(
      fc.record({
        kind: fc.constant('span' as const),
        span: fc.record({
          amount: fc.integer({ min: 1, max: 1000 }),
          unit: fc.constantFrom('minutes' as const, 'hours' as const, 'days' as const),
        }),
      }),
      fc.record({
        kind: fc.constant('clock' as const),
        weekday: fc.option(fc.integer({ min: 1, max: 7 })),
        at: fc.constantFrom('00:00', '02:15', '02:30', '23:59'),
      }),
    );
    const nows = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2029, 0, 1) });
    fc.assert(
      fc.property(waits, fc.constantFrom(...zones), nows, (wait, zone, now) => {
        const ends = waitEnds(wait, zone, new Date(now)).getTime();
        const most = wait.kind === 'clock' ? 8 * 86_400_000 : Infinity;
        expect(ends).toBeGreaterThanOrEqual(wait.kind === 'clock' ? now : now + 1);
        expect(ends - now).toBeLessThanOrEqual(most);
      }),
    );
  });
});

describe('who may enter', () => {
  const now = new Date('2026-11-26T00:00:00Z');
  const before = (days: number) => new Date(now.getTime() - days * 86_400_000);
  test.each([
    ['never', { open: false, lastAt: null }, true],
    ['never', { open: false, lastAt: before(900) }, false],
    ['always', { open: false, lastAt: before(0) }, true],
    ['always', { open: true, lastAt: before(3) }, false],
    [{ days: 30 }, { open: false, lastAt: before(29.9) }, false],
    [{ days: 30 }, { open: false, lastAt: before(30) }, true],
    [{ days: 30 }, { open: true, lastAt: before(300) }, false],
  ] as const)('again %o after %o: %s', (again, earlier, may) => {
    expect(mayEnter(again, earlier, now)).toBe(may);
  });

  test('once is once for every cause', () => {
    expect([causeKept('never', 'order 1'), causeKept('always', 'order 1')]).toEqual(['once', 'order 1']);
  });
});

test('a draw falls into the branch of its share', () => {
  expect([0, 0.29, 0.3, 0.79, 0.8, 0.9999].map((draw) => branchFor([30, 50, 20], draw))).toEqual([0, 0, 1, 1, 2, 2]);
});

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const leaf = (n: number): Step => ({ id: uuid(n), kind: 'tag', tag: 'x', remove: false });

describe('the way through a plan', () => {
  const steps: Step[] = [
    { id: uuid(1), kind: 'condition', condition: {}, yes: [leaf(2), leaf(3)], no: [] },
    {
      id: uuid(4),
      kind: 'split',
      branches: [
        { share: 50, steps: [{ id: uuid(5), kind: 'leave' }] },
        { share: 50, steps: [leaf(6)] },
      ],
    },
    leaf(7),
  ];
  const { first, at } = flowOf({ steps });
  const from = (n: number, outcome: string) => goesTo(at.get(uuid(n))!, outcome);

  test('branches meet again behind the step that parted them', () => {
    expect(first).toBe(uuid(1));
    expect([from(1, 'yes'), from(1, 'no'), from(2, 'done'), from(3, 'done')]).toEqual([
      uuid(2),
      uuid(4),
      uuid(3),
      uuid(4),
    ]);
    expect([from(4, '0'), from(4, '1'), from(6, 'done'), from(7, 'done')]).toEqual([uuid(5), uuid(6), uuid(7), null]);
  });

  test('leaving leads nowhere', () => {
    expect(from(5, 'done')).toBeNull();
  });

  test('passes no step twice, whatever the outcomes', () => {
    const tree = fc.letrec<{ steps: Step[]; step: Step }>((tie) => ({
      steps: fc.array(tie('step'), { maxLength: 3, depthIdentifier: 'plan' }),
      step: fc.oneof(
        { depthIdentifier: 'plan', maxDepth: 3 },
        fc.constant(leaf(0)),
        fc.record({
          id: fc.constant(''),
          kind: fc.constant('condition' as const),
          condition: fc.constant({}),
          yes: tie('steps'),
          no: tie('steps'),
        }) as fc.Arbitrary<Step>,
      ),
    }));
    fc.assert(
      fc.property(tree.steps, fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), (given, answers) => {
        let n = 0;
        const named = structuredClone(given);
        for (const step of allSteps(named)) step.id = uuid((n += 1));
        const flow = flowOf({ steps: named });
        const passed = new Set<string>();
        for (let here = flow.first, turn = 0; here !== null; turn += 1) {
          expect(passed.has(here)).toBe(false);
          passed.add(here);
          here = goesTo(flow.at.get(here)!, answers[turn % answers.length] ? 'yes' : 'no');
        }
      }),
    );
  });
});

test('a plan says what is missing, and where', () => {
  const plan: Plan = {
    trigger: { kind: 'segment', segmentId: null },
    again: 'never',
    holdOutPercent: 0,
    effectDays: 28,
    goal: null,
    exit: null,
    steps: [
      { id: uuid(1), kind: 'message', channelId: null, templateId: null },
      { id: uuid(2), kind: 'call', url: 'http://10.0.0.1/x' },
      {
        id: uuid(3),
        kind: 'split',
        branches: [
          { share: 50, steps: [] },
          { share: 49, steps: [leaf(1)] },
        ],
      },
    ],
  };
  expect(problemsOf(plan)).toEqual([
    { stepId: null, kind: 'triggerOpen' },
    { stepId: uuid(1), kind: 'noChannel' },
    { stepId: uuid(2), kind: 'badUrl' },
    { stepId: uuid(3), kind: 'sharesNot100' },
    { stepId: uuid(1), kind: 'sameStep' },
  ]);
  expect(problemsOf({ ...plan, trigger: { kind: 'joined' }, steps: [] })).toEqual([{ stepId: null, kind: 'noSteps' }]);
});
