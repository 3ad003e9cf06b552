import { expect, test } from 'vitest';
import { phaseOf } from './phase.ts';

const order = { state: 'placed', promisedOn: null, handedOverOn: null, afterUntil: null };
const TODAY = '2026-11-26';

test.each([
  ['handed over at the till', {}, null],
  ['promised', { promisedOn: '2026-11-30' }, 'in'],
  ['promised for a day that is over', { promisedOn: '2026-11-01' }, 'in'],
  ['handed over', { promisedOn: '2026-11-20', handedOverOn: '2026-11-20', afterUntil: '2026-12-20' }, 'after'],
  ['on the last day of after-sale', { handedOverOn: '2026-10-27', afterUntil: TODAY }, 'after'],
  ['after its after-sale time', { handedOverOn: '2026-10-26', afterUntil: '2026-11-25' }, null],
  ['sold at the till with a guarantee', { afterUntil: '2027-11-26' }, 'after'],
  ['cancelled', { promisedOn: '2026-11-30', state: 'cancelled' }, null],
] as const)('an order %s', (_, facts, phase) => {
  expect(phaseOf({ ...order, ...facts }, TODAY)).toBe(phase);
});
