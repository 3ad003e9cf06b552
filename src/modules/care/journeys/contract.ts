import { z } from 'zod';
import {
  byId,
  explanation,
  id,
  instant,
  listInput,
  money,
  noInput,
  nothing,
  operation,
  page,
  pick,
} from '../../../kernel/contract.ts';
import { careErrors } from '../errors-contract.ts';
import { filledLine } from '../shapes-contract.ts';
import { problemKinds } from './plan-contract.ts';

export const readyKeys = [
  'welcome',
  'afterPurchase',
  'returnVisit',
  'secondOrder',
  'winBack',
  'pointsExpiring',
  'tierEnding',
  'review',
  'serviceDue',
  'birthdayMonth',
] as const;

const states = z.enum(['draft', 'running', 'paused', 'ended']);
const plan = z
  .unknown()
  .describe(
    '{trigger, again, holdOutPercent, effectDays, goal, exit, steps}; a journey that was read shows the shape.',
  );

const journey = z.object({
  id,
  name: z.string(),
  state: states,
  trigger: z.string(),
  /** On the way now; left in peace; through or out. */
  waiting: z.number().int(),
  held: z.number().int(),
  ended: z.number().int(),
  createdBy: z.string(),
  version: z.number().int(),
});

const opened = journey.extend({
  plan: z.unknown(),
  /** What the tree of a condition asks for, by the id of its step; `exit` and `trigger` stand for themselves. */
  sentences: z.record(z.string(), z.string()),
  /** What has to be mended before it can be published. */
  problems: z.array(z.object({ stepId: z.string().nullable(), kind: z.enum(problemKinds) })),
  /** The version that newcomers go through; null: never published. */
  live: z.number().int().nullable(),
  publishedAt: instant.nullable(),
  /** The plan differs from the published one. */
  changed: z.boolean(),
});

const arm = z.object({ n: z.number().int(), buyers: z.number().int(), revenue: money });
const stepResult = z.object({
  stepId: z.string(),
  /** Stand here now. */
  waiting: z.number().int(),
  outcomes: z.array(z.object({ outcome: z.string(), count: z.number().int() })),
  /** Of a message step. */
  sent: z.number().int(),
  opened: z.number().int(),
  clicked: z.number().int(),
  refused: z.array(z.object({ reason: z.string(), count: z.number().int() })),
  /** Who passed here bought so much afterwards. */
  buyers: z.number().int(),
  revenue: money,
});

const results = z.object({
  entered: z.number().int(),
  waiting: z.number().int(),
  done: z.number().int(),
  left: z.array(z.object({ why: z.string(), count: z.number().int() })),
  goal: z.number().int(),
  steps: z.array(stepResult),
  treated: arm,
  held: arm.nullable(),
  lift: z
    .object({ revenue: money, revenueLow: money, revenueHigh: money, certain: z.boolean(), explanation })
    .nullable(),
  why: z.enum(['noHoldOut', 'tooFew', 'uneven']).nullable(),
});

const person = z.object({
  id,
  customer: z.object({ id, name: z.string() }).nullable(),
  state: z.enum(['waiting', 'done', 'left', 'held']),
  version: z.number().int(),
  stepId: z.string().nullable(),
  enteredAt: instant,
  dueAt: instant.nullable(),
  endedWhy: z.string().nullable(),
});

const rehearsed = z.object({
  stepId: z.string(),
  at: instant,
  outcome: z.string(),
  /** Why a message would not go out. */
  refused: z.string().nullable(),
});

const known = pick(careErrors, 'JOURNEY_NOT_FOUND');
const unfit = pick(careErrors, 'JOURNEY_PLAN_UNFIT');
const who = z
  .object({
    id: id.optional(),
    externalId: filledLine(100).optional(),
    phone: filledLine(40).optional(),
    email: filledLine(254).optional(),
  })
  .strict();

export const journeysContract = {
  list: operation({
    method: 'GET',
    path: '/care/journeys',
    summary: 'Journeys, the newest first',
    requires: 'care.read',
    input: noInput,
    output: z.object({ items: z.array(journey) }),
  }),
  read: operation({
    method: 'GET',
    path: '/care/journeys/{id}',
    summary: 'A journey with its plan and what has to be mended in it',
    requires: 'care.read',
    input: byId,
    output: opened,
    errors: known,
  }),
  create: operation({
    method: 'POST',
    path: '/care/journeys',
    summary: 'Begin a journey from a ready one, from a plan, or empty; nobody enters yet',
    requires: 'care.edit',
    input: z
      .object({ name: filledLine(80).optional(), ready: z.enum(readyKeys).optional(), plan: plan.optional() })
      .strict(),
    output: opened,
    errors: unfit,
  }),
  change: operation({
    method: 'PATCH',
    path: '/care/journeys/{id}',
    summary: 'Change the plan that is being written; whoever is on the way is not touched',
    requires: 'care.edit',
    input: z
      .object({ id, name: filledLine(80).optional(), plan: plan.optional(), version: z.number().int().optional() })
      .strict(),
    output: opened,
    errors: { ...known, ...unfit },
  }),
  remove: operation({
    method: 'DELETE',
    path: '/care/journeys/{id}',
    summary: 'Drop a journey that was never published',
    requires: 'care.edit',
    input: byId,
    output: nothing,
    errors: { ...known, ...pick(careErrors, 'JOURNEY_PUBLISHED') },
  }),
  publish: operation({
    method: 'POST',
    path: '/care/journeys/{id}/publish',
    summary: 'From now on people enter by this plan; whoever is on the way finishes by theirs',
    requires: 'care.send',
    input: byId,
    output: opened,
    errors: { ...known, ...pick(careErrors, 'JOURNEY_NOT_READY', 'JOURNEY_ENDED') },
    status: 200,
  }),
  pause: operation({
    method: 'POST',
    path: '/care/journeys/{id}/pause',
    summary: 'Nobody enters and nobody goes on, until it is resumed',
    requires: 'care.send',
    input: byId,
    output: opened,
    errors: { ...known, ...pick(careErrors, 'JOURNEY_NOT_RUNNING') },
    status: 200,
  }),
  resume: operation({
    method: 'POST',
    path: '/care/journeys/{id}/resume',
    summary: 'Go on',
    requires: 'care.send',
    input: byId,
    output: opened,
    errors: { ...known, ...pick(careErrors, 'JOURNEY_NOT_RUNNING') },
    status: 200,
  }),
  end: operation({
    method: 'POST',
    path: '/care/journeys/{id}/end',
    summary: 'End it for good: whoever is on the way is out',
    requires: 'care.send',
    input: byId,
    output: opened,
    errors: { ...known, ...pick(careErrors, 'JOURNEY_NOT_RUNNING') },
    status: 200,
  }),
  rehearse: operation({
    method: 'POST',
    path: '/care/journeys/{id}/rehearse',
    summary: 'Every step that one customer would take, in fast time; nothing is sent and nothing changes',
    requires: 'care.read',
    input: z
      .object({
        id,
        customerId: id,
        /** Whether what a step waits for happens, by the id of the step; not unless said. */
        happens: z.record(z.string().max(40), z.boolean()).optional(),
      })
      .strict(),
    output: z.object({ steps: z.array(rehearsed), ends: z.enum(['done', 'left']) }),
    errors: { ...known, ...pick(careErrors, 'CARE_CUSTOMER_UNFIT', 'JOURNEY_NOT_READY') },
    readOnly: true,
  }),
  results: operation({
    method: 'GET',
    path: '/care/journeys/{id}/results',
    summary: 'Who is where, what became of each step, and what it brought',
    requires: 'care.read',
    input: byId,
    output: results,
    errors: known,
  }),
  people: operation({
    method: 'GET',
    path: '/care/journeys/{id}/people',
    summary: 'Who entered, the newest first',
    requires: 'care.read',
    input: listInput.extend({ id, state: person.shape.state.optional(), stepId: id.optional() }).strict(),
    output: page(person),
    errors: known,
  }),
  hook: operation({
    method: 'GET',
    path: '/care/journeys/{id}/hook',
    summary: 'The secret address that lets people in, and the secret that outgoing calls are signed with',
    requires: 'care.send',
    input: byId,
    output: z.object({ url: z.string(), signingSecret: z.string() }),
    errors: known,
  }),
  renewHook: operation({
    method: 'POST',
    path: '/care/journeys/{id}/hook',
    summary: 'A new secret address; the old one is nothing from now on',
    requires: 'care.send',
    input: byId,
    output: z.object({ url: z.string(), signingSecret: z.string() }),
    errors: { ...known, ...pick(careErrors, 'JOURNEY_HOOKS_USED_UP') },
    status: 200,
  }),
  tell: operation({
    method: 'POST',
    path: '/care/journeys/events',
    summary: 'Something happened to a customer elsewhere: a cart left behind, a lesson finished',
    requires: 'care.send',
    input: z
      .object({
        name: z.string().regex(/^[a-z][a-z0-9_.-]{0,39}$/),
        customer: who,
        /** The same again is the same event. */
        key: filledLine(120).optional(),
      })
      .strict(),
    output: z.object({ entered: z.number().int(), wentOn: z.number().int() }),
    errors: pick(careErrors, 'CARE_CUSTOMER_UNFIT'),
    status: 200,
  }),
};

export type Journey = z.infer<typeof journey>;
export type OpenedJourney = z.infer<typeof opened>;
export type JourneyResults = z.infer<typeof results>;
export type StepResult = z.infer<typeof stepResult>;
export type JourneyPerson = z.infer<typeof person>;
export type Rehearsed = z.infer<typeof rehearsed>;
export type ReadyKey = (typeof readyKeys)[number];
export type Who = z.infer<typeof who>;
