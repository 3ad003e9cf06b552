import { expect, test } from 'vitest';
import type { LifeCycleFacts, LifeCycleStage } from './life-cycle.ts';
import { stageOf } from './life-cycle.ts';

const thresholds = { sleepingAfterDays: 90, lostAfterDays: 365 };

test.each<[string, LifeCycleFacts, LifeCycleStage]>([
  ['a name without orders is a lead', { orders: 0, showedInterest: false }, 'lead'],
  ['one who showed interest is a prospect', { orders: 0, showedInterest: true }, 'prospect'],
  [
    'one whose only order was refunded is a prospect again',
    { orders: 0, lastOrderOn: '2026-11-01', showedInterest: true },
    'prospect',
  ],
  ['one who bought today is active', { orders: 1, lastOrderOn: '2026-11-22', showedInterest: false }, 'active'],
  [
    'one whose order is dated tomorrow is active',
    { orders: 1, lastOrderOn: '2026-11-23', showedInterest: false },
    'active',
  ],
  [
    'on the ninetieth day of silence still active',
    { orders: 3, lastOrderOn: '2026-08-24', showedInterest: true },
    'active',
  ],
  ['on the ninety-first sleeping', { orders: 3, lastOrderOn: '2026-08-23', showedInterest: true }, 'sleeping'],
  ['after a year still sleeping', { orders: 3, lastOrderOn: '2025-11-22', showedInterest: true }, 'sleeping'],
  ['a day later lost', { orders: 3, lastOrderOn: '2025-11-21', showedInterest: true }, 'lost'],
])('%s', (_, facts, stage) => {
  expect(stageOf(facts, thresholds, '2026-11-22')).toBe(stage);
});
