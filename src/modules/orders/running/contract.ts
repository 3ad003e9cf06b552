import { z } from 'zod';
import { byId, civilDate, id, noInput, operation, pick } from '../../../kernel/contract.ts';
import { offer } from '../offers/contract.ts';
import { day, filled, moment, order, orderErrors, orderSummary, text } from '../shapes-contract.ts';

const running = z.object({
  /** Which of them stands for the customer: what is in progress before what is offered before what is behind. */
  phase: z.enum(['pre', 'in', 'after']).nullable(),
  dueOn: civilDate.nullable(),
  offers: z.array(offer),
  inProgress: z.array(orderSummary),
  /** The latest few. */
  afterSale: z.array(orderSummary),
});

const settings = z.object({
  /** Days after the hand-over that count as after-sale; a product's guarantee may make them more. */
  afterSaleDays: z.number().int().min(0).max(3650),
  /** Days from the hand-over until Today asks whether all is well; 0: never. */
  checkInDays: z.number().int().min(0).max(365),
  version: z.number().int(),
});

const words = text(1000).nullish();
const seen = pick(orderErrors, 'ORDER_NOT_FOUND', 'ORDER_CANCELLED');

export const runningContract = {
  read: operation({
    method: 'GET',
    path: '/running-orders',
    summary: 'What is running for a customer: open offers, orders in progress, after-sale',
    requires: 'orders.read',
    input: z.object({ customerId: id }).strict(),
    output: running,
  }),
  promise: operation({
    method: 'POST',
    path: '/orders/{id}/promise',
    summary: 'Promise the hand-over for a day, or move it to another',
    requires: 'orders.create',
    input: z.object({ id, promisedOn: day, note: words }).strict(),
    output: order,
    errors: { ...seen, ...pick(orderErrors, 'ORDER_DAY_BEFORE_PLACED', 'ORDER_NOT_IN_PROGRESS') },
  }),
  moveOn: operation({
    method: 'POST',
    path: '/orders/{id}/steps',
    summary: 'Note a step of the work on an order',
    requires: 'orders.create',
    input: z.object({ id, note: filled(1000) }).strict(),
    output: order,
    errors: seen,
  }),
  handOver: operation({
    method: 'POST',
    path: '/orders/{id}/hand-over',
    summary: 'Hand an order in progress over to its customer; after-sale begins',
    requires: 'orders.create',
    input: z.object({ id, at: moment.optional(), note: words }).strict(),
    output: order,
    errors: {
      ...seen,
      ...pick(orderErrors, 'ORDER_NOT_IN_PROGRESS', 'ORDER_DAY_BEFORE_PLACED', 'ORDER_IN_FUTURE'),
    },
  }),
  takeBackHandOver: operation({
    method: 'POST',
    path: '/orders/{id}/hand-over/take-back',
    summary: 'Take a hand-over back that was noted by mistake',
    requires: 'orders.create',
    input: byId,
    output: order,
    errors: { ...seen, ...pick(orderErrors, 'ORDER_NOT_HANDED_OVER') },
  }),
  checkIn: operation({
    method: 'POST',
    path: '/orders/{id}/check-ins',
    summary: 'Note what the customer said after the hand-over',
    requires: 'orders.create',
    input: z.object({ id, note: filled(1000) }).strict(),
    output: order,
    errors: { ...seen, ...pick(orderErrors, 'ORDER_NOT_HANDED_OVER') },
  }),
  settings: {
    read: operation({
      method: 'GET',
      path: '/order-settings',
      summary: 'How long after-sale lasts, and when the customer is asked',
      requires: 'settings.read',
      input: noInput,
      output: settings,
    }),
    change: operation({
      method: 'PATCH',
      path: '/order-settings',
      summary: 'Change how long after-sale lasts, for hand-overs from now on, and when the customer is asked',
      requires: 'settings.edit',
      input: settings.partial().required({ version: true }).strict(),
      output: settings,
    }),
  },
};

export type RunningView = z.input<typeof running>;
export type OrderSettings = z.infer<typeof settings>;
