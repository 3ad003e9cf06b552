import { z } from 'zod';
import { civilDate, explanation, id, instant, money } from '../../../kernel/contract.ts';
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
export const kind = z.enum(['keep', 'win_back']);
const outcome = z.enum(['came_back', 'promised', 'lost', 'false_alarm']);
const state = z.enum(['open', 'agreed', 'closed']);
export const cause = z.enum(caseCauses);
export const text = (longest: number) => z.string().trim().max(longest);
const person = z.object({ id, name: z.string() });
const lessonReason = z.enum(['yearly', 'rarely', 'on_leave', 'not_watched', 'promised']);

export const listed = z.object({
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

export const opened = listed.extend({
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

export const changes = { id, version: z.number().int().optional() };

export const closing = z
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

export const proposal = z.object({
  class: z.string(),
  cases: z.number().int(),
  /** Days of silence before which the class raises no alert: now, and as proposed. */
  from: z.number().int().nullable(),
  to: z.number().int(),
  caseIds: z.array(id),
});

export type CaseKind = z.infer<typeof kind>;
export type CaseOutcome = z.infer<typeof outcome>;
export type CloseInput = z.input<typeof closing>;
export type CaseState = z.infer<typeof state>;
export type CaseCause = z.infer<typeof cause>;
export type ListedCase = z.infer<typeof listed>;
export type OpenedCase = z.infer<typeof opened>;
export type KnownLesson = z.infer<typeof lesson>;
export type RuleProposal = z.infer<typeof proposal>;
