import { z } from 'zod';
import {
  byId,
  civilDate,
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
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { falseAlarmReasons } from './rules/lesson.ts';

export const caseErrors = {
  CASE_NOT_FOUND: { status: 404 },
  CASE_CUSTOMER_UNKNOWN: { status: 422 },
  CASE_OPEN_ALREADY: { status: 409 },
  CASE_CLOSED: { status: 409 },
  CASE_OPEN: { status: 409 },
  CASE_COLLEAGUE_UNKNOWN: { status: 422 },
  CASE_DAY_UNFIT: { status: 422 },
  CASE_AMOUNT_UNFIT: { status: 422 },
  CASE_REASON_NEEDED: { status: 422 },
  CASE_EVERY_DAYS_NEEDED: { status: 422 },
  CASE_UNTIL_NEEDED: { status: 422 },
  CASE_LESSON_NOT_FOUND: { status: 404 },
  CASE_CLASS_UNKNOWN: { status: 422 },
} as const satisfies ErrorCatalog;

export const caseCauses = [
  'price',
  'quality',
  'service',
  'assortment',
  'waiting',
  'competitor',
  'moved',
  'need_gone',
  'contact_gone',
  'unknown',
] as const;
export const lostReasons = [
  'price',
  'quality',
  'service',
  'competitor',
  'moved',
  'need_gone',
  'not_reached',
  'other',
] as const;
const kind = z.enum(['keep', 'win_back']);
const outcome = z.enum(['came_back', 'promised', 'lost', 'false_alarm']);
const state = z.enum(['open', 'agreed', 'closed']);
const cause = z.enum(caseCauses);
const text = (longest: number) => z.string().trim().max(longest);
const person = z.object({ id, name: z.string() });
const lessonReason = z.enum(['yearly', 'rarely', 'on_leave', 'not_watched', 'promised']);

const listed = z.object({
  id,
  kind,
  customer: person.extend({ phone: z.string().nullable(), stage: z.string(), owner: person.nullable() }),
  state,
  sales: person.nullable(),
  service: person.nullable(),
  stake: money,
  causes: z.array(cause),
  openedOn: civilDate,
  dueOn: civilDate,
  overdue: z.boolean(),
  closedOn: civilDate.nullable(),
  outcome: outcome.nullable(),
  reason: z.string().nullable(),
  /** The first purchase since it was opened: proposes “came back”. */
  purchase: z.object({ on: civilDate, amount: money }).nullable(),
  version: z.number().int(),
});

const lesson = z.object({
  reason: lessonReason,
  alertDays: z.number().int().nullable(),
  silentUntil: civilDate.nullable(),
  never: z.boolean(),
  by: z.string(),
  at: instant,
});

const opened = listed.extend({
  /** What the alert said when it was raised. */
  alert: z.string().nullable(),
  causeNote: z.string().nullable(),
  solution: z.string().nullable(),
  offer: z.string().nullable(),
  offerCost: money.nullable(),
  budget: money.nullable(),
  agreedOn: civilDate.nullable(),
  outcomeNote: z.string().nullable(),
  promisedOn: civilDate.nullable(),
  returned: z.object({ on: civilDate, amount: money }).nullable(),
  spent: money.nullable(),
  openedBy: z.string(),
  closedBy: z.string().nullable(),
  steps: z.array(
    z.object({
      taskId: id,
      title: z.string(),
      dueOn: civilDate.nullable(),
      assignee: person.nullable(),
      done: z.boolean(),
    }),
  ),
  events: z.array(z.object({ id, kind: z.string(), by: z.string(), at: instant })),
  /** Earlier alerts and cases of this customer, the newest first. */
  history: z.array(
    z.object({ id, kind: z.enum(['alert', 'case']), on: civilDate, text: z.string(), outcome: z.string().nullable() }),
  ),
  lesson: lesson.nullable(),
  /** How the money at stake comes about. */
  explanation: explanation.nullable(),
  mayEdit: z.boolean(),
});

const changes = { id, version: z.number().int().optional() };
const changing = pick(caseErrors, 'CASE_NOT_FOUND', 'CASE_CLOSED');

const closing = z
  .object({
    ...changes,
    outcome,
    /** Needed for `lost` and `false_alarm`. */
    reason: z.enum([...new Set([...lostReasons, ...falseAlarmReasons])]).nullish(),
    note: text(2000).nullish(),
    /** `promised`: when they said they would come. */
    promisedOn: civilDate.nullish(),
    /** False alarm `on_leave`: the last day of it. */
    until: civilDate.nullish(),
    /** False alarm `rarely`: every how many days this customer really comes. */
    everyDays: z.number().int().min(1).max(3650).nullish(),
    spent: money.nullish(),
  })
  .strict();

const proposal = z.object({
  class: z.string(),
  cases: z.number().int(),
  /** Days of silence before which the class raises no alert: now, and as proposed. */
  from: z.number().int().nullable(),
  to: z.number().int(),
  caseIds: z.array(id),
});

export const casesContract = {
  list: operation({
    method: 'GET',
    path: '/retention/cases',
    summary: 'Retention cases: open ones by deadline, closed ones newest first',
    requires: 'retention.read',
    input: listInput
      .extend({
        show: z.enum(['open', 'returned', 'closed']).default('open'),
        kind: kind.optional(),
        mine: z.enum(['true', 'false']).optional(),
        customerId: id.optional(),
      })
      .strict(),
    output: page(listed),
  }),
  read: operation({
    method: 'GET',
    path: '/retention/cases/{id}',
    summary: 'A retention case with its steps, what was done, and the history of its customer',
    requires: 'retention.read',
    input: byId,
    output: opened,
    errors: pick(caseErrors, 'CASE_NOT_FOUND'),
  }),
  open: operation({
    method: 'POST',
    path: '/retention/cases',
    summary: 'Open a case for a customer who is slipping away, or a plan to win a lost one back',
    requires: 'retention.edit',
    input: z
      .object({
        customerId: id,
        kind: kind.default('keep'),
        salesId: id.nullish(),
        serviceId: id.nullish(),
        /** A week from today unless said. */
        dueOn: civilDate.optional(),
        budget: money.nullish(),
      })
      .strict(),
    output: opened,
    errors: pick(
      caseErrors,
      'CASE_CUSTOMER_UNKNOWN',
      'CASE_OPEN_ALREADY',
      'CASE_COLLEAGUE_UNKNOWN',
      'CASE_DAY_UNFIT',
      'CASE_AMOUNT_UNFIT',
    ),
  }),
  assign: operation({
    method: 'POST',
    path: '/retention/cases/{id}/assign',
    summary: 'Who of sales and of service looks after it; who could not see the customer is let in',
    requires: 'retention.edit',
    input: z.object({ ...changes, salesId: id.nullable(), serviceId: id.nullable() }).strict(),
    output: opened,
    errors: { ...changing, ...pick(caseErrors, 'CASE_COLLEAGUE_UNKNOWN') },
    status: 200,
  }),
  noteCause: operation({
    method: 'POST',
    path: '/retention/cases/{id}/cause',
    summary: 'Why the customer stays away',
    requires: 'retention.edit',
    input: z.object({ ...changes, causes: z.array(cause).max(caseCauses.length), note: text(2000).nullish() }).strict(),
    output: opened,
    errors: changing,
    status: 200,
  }),
  agree: operation({
    method: 'POST',
    path: '/retention/cases/{id}/agree',
    summary: 'What both colleagues will do, what is offered, what it may cost, and by when',
    requires: 'retention.edit',
    input: z
      .object({
        ...changes,
        solution: text(2000).min(1),
        offer: text(500).nullish(),
        offerCost: money.nullish(),
        dueOn: civilDate,
      })
      .strict(),
    output: opened,
    errors: { ...changing, ...pick(caseErrors, 'CASE_DAY_UNFIT', 'CASE_AMOUNT_UNFIT') },
    status: 200,
  }),
  addStep: operation({
    method: 'POST',
    path: '/retention/cases/{id}/steps',
    summary: 'Give one of the two, or another colleague, a task for it',
    requires: 'retention.edit',
    input: z.object({ id, title: text(300).min(1), assigneeId: id.nullish(), dueOn: civilDate.optional() }).strict(),
    output: opened,
    errors: { ...changing, ...pick(caseErrors, 'CASE_COLLEAGUE_UNKNOWN', 'CASE_DAY_UNFIT') },
  }),
  close: operation({
    method: 'POST',
    path: '/retention/cases/{id}/close',
    summary: 'What became of it; settles the alert and what Today says, and a false alarm teaches',
    requires: 'retention.edit',
    input: closing,
    output: opened,
    errors: {
      ...changing,
      ...pick(
        caseErrors,
        'CASE_REASON_NEEDED',
        'CASE_EVERY_DAYS_NEEDED',
        'CASE_UNTIL_NEEDED',
        'CASE_DAY_UNFIT',
        'CASE_AMOUNT_UNFIT',
      ),
    },
    status: 200,
  }),
  reopen: operation({
    method: 'POST',
    path: '/retention/cases/{id}/reopen',
    summary: 'Not closed after all; what it taught is forgotten',
    requires: 'retention.edit',
    input: z.object(changes).strict(),
    output: opened,
    errors: pick(caseErrors, 'CASE_NOT_FOUND', 'CASE_OPEN', 'CASE_OPEN_ALREADY'),
    status: 200,
  }),
  forget: operation({
    method: 'DELETE',
    path: '/retention/lessons/{customerId}',
    summary: 'Watch this customer by their own rhythm again',
    requires: 'retention.edit',
    input: z.object({ customerId: id }).strict(),
    output: nothing,
    errors: pick(caseErrors, 'CASE_LESSON_NOT_FOUND'),
  }),
  proposals: operation({
    method: 'GET',
    path: '/retention/class-rules',
    summary: 'Rules that false alarms of a class propose, and those that hold',
    requires: 'settings.read',
    input: noInput,
    output: z.object({
      proposals: z.array(proposal),
      rules: z.array(z.object({ class: z.string(), days: z.number().int(), by: z.string(), at: instant })),
    }),
  }),
  setRule: operation({
    method: 'POST',
    path: '/retention/class-rules',
    summary: 'No alert for customers of a class before so many days of silence; null drops the rule',
    requires: 'settings.edit',
    input: z.object({ class: z.string().max(60), days: z.number().int().min(1).max(1000).nullable() }).strict(),
    output: nothing,
    errors: pick(caseErrors, 'CASE_CLASS_UNKNOWN'),
    status: 200,
  }),
};

export type CaseKind = z.infer<typeof kind>;
export type CaseOutcome = z.infer<typeof outcome>;
export type CloseInput = z.input<typeof closing>;
export type CaseState = z.infer<typeof state>;
export type CaseCause = z.infer<typeof cause>;
export type ListedCase = z.infer<typeof listed>;
export type OpenedCase = z.infer<typeof opened>;
export type KnownLesson = z.infer<typeof lesson>;
export type RuleProposal = z.infer<typeof proposal>;
